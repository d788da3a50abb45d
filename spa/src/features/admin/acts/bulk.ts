import type { ReactNode } from 'react'
import type { BulkReply } from '../file/types'
import type { Field, Values } from './fields'

/** One of the things that can be done to many at once. */
export interface BulkAct {
  id: string
  label: string
  danger?: boolean
  /** What it does, told before it is done. */
  words?: ReactNode
  fields?: readonly Field[]
}

export interface Bulk {
  /** On the button that opens the dialog. */
  name: string
  title: string
  acts: readonly BulkAct[]
  run: (act: string, values: Values, dryRun: boolean) => Promise<BulkReply>
}
