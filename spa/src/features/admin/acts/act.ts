import type { ReactNode } from 'react'
import type { Field, Values } from './fields'

/** Something an admin does, as its dialog asks for it. */
export interface Act<R> {
  /** On the button that opens the dialog. */
  name: string
  /** The question that the dialog is. */
  title: string
  /** What it does, told before it is done. */
  words?: ReactNode
  /** On the button that does it. */
  confirm: string
  /** Something ends or is gone. */
  danger?: boolean
  /** Has to be typed by hand first: what it is done to. */
  typed?: string
  /** False where nothing is put on record, so no reason is asked for. */
  reason?: false
  fields?: readonly Field[]
  /** `values.reason` is there unless no reason is asked for. All are trimmed. */
  run: (values: Values) => Promise<R>
  /** What is said once it is done. */
  done: (result: R) => string
}
