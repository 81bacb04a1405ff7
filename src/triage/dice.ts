// Chance that is the same each time.

/** Gives the next number from 0 up to 1. */
export type Dice = () => number;

const LARGEST = 2 ** 32;

/** Takes where to begin; returns dice that fall the same way each time: a linear congruential generator (Numerical Recipes). */
export function makeDice(seed: number): Dice {
  let state = seed;
  return () => (state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / LARGEST;
}

/** Puts the numbers into an order of chance, in place (Fisher and Yates). */
export function shuffle(order: Uint32Array, dice: Dice): void {
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(dice() * (last + 1));
    const kept = order[last] ?? 0;
    order[last] = order[other] ?? 0;
    order[other] = kept;
  }
}
