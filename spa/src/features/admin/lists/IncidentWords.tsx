import { useLingui } from '@lingui/react/macro'
import type { components } from '~/api.gen'
import type { Tone } from '~/ui/Notice'
import { useLanguageChange } from '~/i18n/useLanguageChange'
import { State } from '../words/State'
import { optionWords } from './cells'
import { SEVERITIES } from './options'

type Incident = components['schemas']['Incident']

const TONES: Record<Incident['severity'], Tone> = { info: 'plain', warning: 'warn', critical: 'bad' }

export function Severity({ of }: { of: Incident['severity'] }) {
  useLanguageChange()
  return <State of={{ tone: TONES[of], word: optionWords(SEVERITIES, of) }} />
}

export function IncidentState({ of }: { of: Incident['state'] }) {
  const { t } = useLingui()
  return <State of={of === 'open' ? { tone: 'bad', word: t`Open` } : { tone: 'good', word: t`Over` }} />
}
