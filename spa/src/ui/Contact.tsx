import { Anchor } from '@mantine/core'

/** Where help comes from: an e-mail address, a link, or words. */
export function Contact({ text }: { text: string }) {
  const href = hrefOf(text)
  if (href === null) return <strong>{text}</strong>
  return (
    <Anchor href={href} fz="inherit" underline="always" rel="noopener noreferrer">
      {text}
    </Anchor>
  )
}

function hrefOf(text: string): string | null {
  if (/^https:\/\/\S+$/.test(text)) return text
  return /^[^\s@]+@[^\s@]+$/.test(text) ? `mailto:${text}` : null
}
