import { useLingui } from '@lingui/react/macro'
import { CopyButton } from '~/ui/CopyButton'
import classes from './file.module.css'

const SHORT_CHARS = 8

interface Props {
  id: string
  /** Of what it is, for the name of the button: "user". */
  of?: string
  /** All of it instead of its end, which is what tells ids of one minute apart. */
  whole?: boolean
}

/** An id that can be copied. */
export function CopyId({ id, of, whole = false }: Props) {
  const { t } = useLingui()
  return (
    <span className={classes.id}>
      <code title={id}>{whole || id.length <= SHORT_CHARS ? id : `…${id.slice(-SHORT_CHARS)}`}</code>
      <CopyButton text={id} label={of === undefined ? t`Copy the id` : t`Copy the id: ${of}`} />
    </span>
  )
}
