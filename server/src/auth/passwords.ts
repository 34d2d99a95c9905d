import { hash, verify } from '@node-rs/argon2';

// argon2id is this library's default. OWASP's first choice of cost: 19 MiB, two passes, for each guess of a thief.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** Hashes a password for keeping. */
export const hashPassword = (password: string): Promise<string> => hash(password, cost);

/** False for a wrong password and for a hash that is not one. */
export async function isPassword(kept: string, password: string): Promise<boolean> {
  try {
    return await verify(kept, password);
  } catch {
    return false;
  }
}

let decoy: Promise<string> | null = null;

/** Takes as long as a real check, so that the time does not tell which addresses have an account. */
export async function pretendCheck(password: string): Promise<false> {
  decoy ??= hashPassword('nobody has this one');
  await isPassword(await decoy, password);
  return false;
}
