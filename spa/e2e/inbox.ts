import { expect } from '@playwright/test'
import type { Running } from './running'

interface Letter {
  to: string
  subject: string
  text: string
}

/** The newest letter to this address whose subject says so; waits until it has come. */
export async function letter(running: Running, to: string, subject: RegExp): Promise<Letter> {
  let found: Letter | undefined
  await expect
    .poll(async () => {
      const url = new URL('mail.json', running.sandbox.mail_url)
      url.searchParams.set('to', to)
      const { mails } = (await (await fetch(url)).json()) as { mails: Letter[] }
      found = mails.findLast((one) => subject.test(one.subject))
      return found !== undefined
    })
    .toBe(true)
  return found as unknown as Letter
}

/** The link that a letter carries, with its token in the fragment. */
export function linkOf({ text }: Letter): string {
  const link = /https?:\/\/\S+#\S+/.exec(text)?.[0]
  if (link === undefined) throw new Error('no link in the letter')
  return link
}
