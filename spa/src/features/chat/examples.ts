import type { MessageDescriptor } from '@lingui/core'
import { msg } from '@lingui/core/macro'
import autumn from './examples/autumn.svg'
import harbour from './examples/harbour.svg'
import valley from './examples/valley.svg'
import winter from './examples/winter.svg'

export interface Example {
  picture: string
  kind: MessageDescriptor
  prompt: MessageDescriptor
  /** It changes a picture of the customer's. */
  needsPicture: boolean
}

const fromText = msg`From words`
const fromPicture = msg`From your picture`

export const examples: Example[] = [
  {
    picture: valley,
    kind: fromText,
    prompt: msg`A mountain valley at dawn, cut from layers of coloured paper`,
    needsPicture: false,
  },
  {
    picture: harbour,
    kind: fromText,
    prompt: msg`A quiet harbour at night with lanterns mirrored in the water`,
    needsPicture: false,
  },
  {
    picture: autumn,
    kind: fromPicture,
    prompt: msg`Make it late autumn: red leaves, low warm light`,
    needsPicture: true,
  },
  {
    picture: winter,
    kind: fromPicture,
    prompt: msg`Keep the scene and turn it into a snowy evening`,
    needsPicture: true,
  },
]
