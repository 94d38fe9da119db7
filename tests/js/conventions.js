// The conventions of the contract (`schema.graphql`): those that @graphql-eslint recommends for
// schemas and those of Relay connections, but for the exceptions below. Each says why.
import { fileURLToPath } from 'node:url';

import graphql from '@graphql-eslint/eslint-plugin';

export const schema = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

// Values: they belong to the object that has them and are nothing by themselves.
const VALUES = [
  'Accreditation',
  'ActionState',
  'AvailabilityStep',
  'BookingLine',
  'CategoryAmount',
  'Charter',
  'Closure',
  'CompositionCheck',
  'CompositionCondition',
  'Conditions',
  'Contact',
  'ContentPolicy',
  'DayHours',
  'Decision',
  'EssDecision',
  'EssReason',
  'EssStatus',
  'Fact',
  'FieldChange',
  'Installation',
  'Location',
  'MissedDate',
  'ModerationCount',
  'ModerationFigures',
  'Money',
  'Opening',
  'OrganisationRevision',
  'PageInfo',
  'Photo',
  'ProjectRevision',
  'Quantity',
  'ResourceRevision',
  'SecondFactor',
  'SecondFactorEnrolment',
  'SessionTokens',
  'Statement',
  'Terms',
  'TimeSpan',
  'UserError',
];

// Entries of public lists, known by the code that these lists give them.
const CODED = ['Commune', 'Naf'];

export default [
  {
    files: ['**/*.graphql'],
    plugins: { '@graphql-eslint': graphql },
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema } } },
    rules: {
      ...graphql.configs['flat/schema-recommended'].rules,
      ...graphql.configs['flat/schema-relay'].rules,
      // A list that is short and read whole needs no connection: the conditions of a check, the
      // errors of a payload.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false }],
      '@graphql-eslint/strict-id-in-types': [
        'error',
        {
          acceptedIdNames: ['id'],
          acceptedIdTypes: ['ID'],
          exceptions: {
            types: [...VALUES, ...CODED],
            suffixes: ['Payload', 'Connection', 'Edge'],
          },
        },
      ],
    },
  },
];
