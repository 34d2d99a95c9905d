import { X } from 'lucide-preact';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { Action } from './parts.tsx';
import { useView } from './use.ts';

interface Props {
  title: string;
  class?: string;
  /** The title is said, not shown. */
  bare?: boolean;
  children: ComponentChildren;
}

/** A window over the desk: keeps the focus inside, Esc closes it, the focus goes back to where it was. */
export function Dialog({ title, class: name = '', bare, children }: Props) {
  const { screen, texts } = useView();
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  const close = () => {
    screen.dialog.value = null;
  };
  // Before the next key: whoever opens it types on at once.
  useLayoutEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (before instanceof HTMLElement && before.isConnected && document.activeElement === document.body)
        before.focus();
    };
  }, []);
  return (
    <dialog
      ref={box}
      class={`dialog ${name}`}
      aria-labelledby={bare ? undefined : id}
      aria-label={bare ? title : undefined}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
      onPointerDown={(event) => event.target === box.current && close()}
    >
      <div class="dialog-body">
        {bare ? null : (
          <div class="dialog-head">
            <h2 id={id}>{title}</h2>
            <Action bare icon={X} label={texts.dialog.close} onClick={close} />
          </div>
        )}
        {children}
      </div>
    </dialog>
  );
}
