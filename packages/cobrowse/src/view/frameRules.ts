const words = (text: string) => text.replace(/["\\\n\r\f]/g, ' ');

/** Style rules of ours inside the mirrored page: what stands for something that is not shown must look like that. */
export function frameRules(frameLabel: string): string[] {
  const hatched = 'repeating-linear-gradient(45deg,rgb(128 128 128/.14) 0 6px,transparent 6px 12px)';
  return [
    `img:not([src]):not([srcset]),video:not([poster]),canvas{background:${hatched}}`,
    `[theke-frame]{display:inline-block;position:relative;overflow:hidden;background:${hatched};outline:1px dashed rgb(128 128 128/.6)}`,
    `[theke-frame]::after{content:"${words(frameLabel)}";position:absolute;inset:0;display:grid;place-items:center;font:14px system-ui,sans-serif;color:#555}`,
    'dialog[open][theke-modal]{position:fixed;inset:0;margin:auto;width:fit-content;height:fit-content;z-index:2147483647;box-shadow:0 0 0 100vmax rgb(0 0 0/.35)}',
    // A caret that blinks here would look like the agent could type.
    '*{caret-color:transparent!important}',
  ];
}
