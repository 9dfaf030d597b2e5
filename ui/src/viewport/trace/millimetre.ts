/** CSS pixels in a millimetre, as CSS defines them. */
export const MM = 96 / 25.4;
