"""The bid pack: what a coordinator sends to partners, trustees and the funder, made from one record of the bid."""
