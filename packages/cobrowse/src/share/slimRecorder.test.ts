import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { slim, slimRecorder } from '../../slimRecorder.ts';

const file = createRequire(import.meta.url)
  .resolve('@rrweb/record')
  .replace(/record\.c?js$/, 'record.js');
const whole = readFileSync(file, 'utf8');

describe('the recorder without what we do not use', () => {
  it('[SH19] every part that is left out is found in the version we use; in another the build stops', () => {
    const less = slim(whole);
    expect(less.length).toBeLessThan(whole.length * 0.82);
    for (const gone of ['new Worker(', 'new Blob(', '"selectionchange"', '"mousemove"', 'new FontFace('])
      expect(less).not.toContain(gone);
    expect(() => slim(whole.replace('class CrossOriginIframeMirror {', 'class Renamed {'))).toThrow(
      /CrossOriginIframeMirror/,
    );
  });

  it('[SH19] nothing but that library is touched', () => {
    const { transform } = slimRecorder();
    expect(transform(whole, '/x/node_modules/@rrweb/record/dist/record.js')).not.toBeNull();
    expect(transform('code', '/x/src/record.js')).toBeNull();
  });
});
