const LONG_CHARS = 600
/** As `PromptText.module.css` cuts it. */
export const SHOWN_LINES = 6

/** Whether a prompt is so long that its beginning stands for it, on a wide screen as on a phone. */
export function isLong(prompt: string): boolean {
  return prompt.length > LONG_CHARS || prompt.split('\n', SHOWN_LINES + 1).length > SHOWN_LINES
}
