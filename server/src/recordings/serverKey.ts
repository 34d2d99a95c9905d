import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { keyBytes } from './seal.ts';

/**
 * The key that seals the keys of recordings: from the environment, or made once beside the embedded database and readable by
 * its owner only. Read when the first recording begins; without recordings there is none.
 */
export function createServerKey(config: Pick<Config, 'dataDir' | 'recordingKey'>): () => Uint8Array {
  let key: Uint8Array | null = null;
  return () => {
    key ??= config.recordingKey ? Buffer.from(config.recordingKey, 'base64') : kept(config.dataDir);
    return key;
  };
}

function kept(dataDir: string): Uint8Array {
  const file = join(dataDir, 'recording.key');
  if (!existsSync(file)) {
    mkdirSync(dataDir, { recursive: true });
    // `wx`: of two servers that begin at once only one writes.
    try {
      writeFileSync(file, randomBytes(keyBytes).toString('base64'), { mode: 0o600, flag: 'wx' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
  return Buffer.from(readFileSync(file, 'utf8'), 'base64');
}
