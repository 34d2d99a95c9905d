import { Copy } from 'lucide-preact';
import { useState } from 'preact/hooks';
import { Action } from '../parts.tsx';
import type { Say } from './say.ts';

interface Props {
  method: 'GET' | 'POST';
  address: string;
  say: Say;
  copy: (text: string) => Promise<boolean>;
}

/** An address of the programs' door, to be copied. */
export function CopyAddress({ method, address, say, copy }: Props) {
  const { raw } = say.words;
  const [told, setTold] = useState('');
  return (
    <div class="raw-address">
      <code>
        {method} {address}
      </code>
      <Action
        bare
        icon={Copy}
        label={raw.copy}
        onClick={() => void copy(address).then((done) => setTold(done ? raw.copied : raw.notCopied))}
      />
      <span class="small quiet" role="status">
        {told}
      </span>
    </div>
  );
}
