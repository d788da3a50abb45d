import { i18n } from '@lingui/core'
import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { errorWords, quoteIn, wordsFor } from './errorWords'

interface Schema {
  $ref?: string
  enum?: string[]
  properties?: Record<string, Schema>
}
const document = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  components: { schemas: Record<string, Schema> }
}

/** The codes as the server's own document lists them, in place or behind a reference. */
function documentedCodes(): string[] {
  const { schemas } = document.components
  const code = schemas.GenerationError?.properties?.code
  const target = code?.$ref === undefined ? code : schemas[code.$ref.replace('#/components/schemas/', '')]
  return target?.enum ?? []
}

it('has words for every code that the server documents, and for no other', () => {
  expect(documentedCodes().length).toBeGreaterThan(5)
  expect(Object.keys(errorWords).toSorted()).toEqual(documentedCodes().toSorted())
})

it('says something of its own for each', () => {
  const sentences = Object.values(errorWords).map(({ said }) => i18n._(said))
  expect(new Set(sentences).size).toBe(sentences.length)
  for (const sentence of sentences) expect(sentence).toMatch(/^[A-Z].{15,}\.$/)
})

it('leads with the prompt where trying again would only be declined again', () => {
  for (const code of ['declined_prompt', 'declined_output', 'no_image'])
    expect(wordsFor(code).act).toBe('edit')
  expect(wordsFor('provider_timeout').act).toBe('retry')
})

it('has plain words for a code of a newer server', () => {
  expect(wordsFor('something_new')).toBe(errorWords.internal)
})

it('quotes the model and not the server', () => {
  expect(quoteIn('The result was declined by the safety filter. “Unable to show “this”.”')).toBe(
    'Unable to show “this”.',
  )
  expect(quoteIn('The model answered without a picture. “A long answer that goes on')).toBe(
    'A long answer that goes on',
  )
  expect(quoteIn('The model answered without a picture.')).toBeNull()
})
