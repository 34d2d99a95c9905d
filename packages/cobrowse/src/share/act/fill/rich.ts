import type { Replace } from '../../../fill/edit.ts';
import type { Caret, Driver } from './driver.ts';
import { isBlock, placeIn, placeOf, readLines } from './lines.ts';
import { inputTypeOf } from './text.ts';
import { createTouch, isFocused } from './touch.ts';

/** An editable part of the page. Its plain text only: how it looks is left as it is. */
export function createRichDriver(host: HTMLElement): Driver {
  const document = host.ownerDocument;
  const kept = /pre|break-spaces/.test(document.defaultView!.getComputedStyle(host).whiteSpace);
  const lines = () => readLines(host, kept);
  const read = () => lines().text;
  const touch = createTouch(host, read);

  function rangeOf({ start, end }: Caret): Range {
    const { leaves } = lines();
    const range = document.createRange();
    range.setStart(...placeIn(host, leaves, start));
    range.setEnd(...placeIn(host, leaves, end));
    return range;
  }

  /** The block of this part in which a place is; the part itself, if in none. */
  function blockAround(node: Node): Node {
    let block = node;
    while (block !== host && !isBlock(block)) block = block.parentNode!;
    return block;
  }

  /** By hand: a selection cannot be had without taking the visitor's caret away from where it is. */
  function rewrite(range: Range, text: string, next: string): void {
    const [first, last] = [blockAround(range.startContainer), blockAround(range.endContainer)];
    range.deleteContents();
    if (first !== last && last !== host && !last.contains(first)) {
      if (first === host) (last as Element).replaceWith(...last.childNodes);
      else {
        (first as Element).append(...last.childNodes);
        (last as Element).remove();
      }
    }
    for (const [i, line] of text.split('\n').entries()) {
      if (i > 0) put(range, document.createElement('br'));
      const { startContainer: node, startOffset: offset } = range;
      if (node.nodeType === 3) {
        (node as Text).insertData(offset, line);
        range.setStart(node, offset + line.length);
      } else if (line !== '') put(range, document.createTextNode(line));
    }
    // A break at the very end of a block shows nothing; a second one does.
    if (text.endsWith('\n') && read() !== next) put(range, document.createElement('br'));
  }

  function put(range: Range, node: Node): void {
    range.insertNode(node);
    range.setStartAfter(node);
    range.collapse(true);
  }

  function select(range: Range): void {
    document
      .getSelection()
      ?.setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  }

  return {
    kind: 'rich',
    read,
    clean: (text) => text.replace(/\r\n?/g, '\n').replace(/\u00a0/g, ' '),
    most: () => Number.POSITIVE_INFINITY,
    write(next, change: Replace) {
      touch.begin();
      const range = rangeOf({ start: change.start, end: change.start + change.remove });
      if (isFocused(host)) {
        // The browser's own way: undo and editors work as with a hand. It sends the events itself.
        select(range);
        const command = change.text === '' ? 'delete' : 'insertText';
        if (!change.text.includes('\n') && document.execCommand(command, false, change.text)) return;
      }
      rewrite(range, change.text, next);
      touch.input(inputTypeOf(change), change.text);
    },
    caret() {
      const selection = isFocused(host) ? document.getSelection() : null;
      if (!selection?.anchorNode || !selection.focusNode) return null;
      if (!host.contains(selection.anchorNode) || !host.contains(selection.focusNode)) return null;
      const { text, leaves } = lines();
      const a = placeOf(leaves, text.length, selection.anchorNode, selection.anchorOffset);
      const b = placeOf(leaves, text.length, selection.focusNode, selection.focusOffset);
      return { start: Math.min(a, b), end: Math.max(a, b) };
    },
    place(caret) {
      if (isFocused(host)) select(rangeOf(caret));
    },
    empty: () => read().trim() === '',
    leave: touch.leave,
  };
}
