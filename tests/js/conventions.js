// The conventions of the contract (`schema.graphql`): those that @graphql-eslint recommends for
// schemas and those of Relay connections, but for the exceptions below. Each says why.
import { fileURLToPath } from 'node:url';

import graphql from '@graphql-eslint/eslint-plugin';

export const schema = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

// Values: they belong to the object that has them and are nothing by themselves.
const VALUES = [
  'AccountStatementLine',
  'Accreditation',
  'ActionState',
  'AvailabilityStep',
  'BookingLine',
  'CategoryAmount',
  'Charter',
  'Closure',
  'CommitmentAmount',
  'CommitmentDue',
  'CommitmentFigures',
  'CommitmentProgress',
  'CommitmentWaiver',
  'CompositionCheck',
  'CompositionCondition',
  'Conditions',
  'Contact',
  'ContentPolicy',
  'Cooperation',
  'CooperationLink',
  'DayHours',
  'Decision',
  'EssDecision',
  'EssReason',
  'EssStatus',
  'Fact',
  'FieldChange',
  'FulfilmentContest',
  'FulfilmentSettlement',
  'Installation',
  'Location',
  'Match',
  'MatchReason',
  'MissedDate',
  'ModerationCount',
  'ModerationFigures',
  'Money',
  'Opening',
  'OrganisationRevision',
  'PageInfo',
  'PartnershipArticle',
  'PartnershipBlank',
  'PartnershipConsortium',
  'PartnershipDifference',
  'PartnershipEdit',
  'PartnershipNotice',
  'PartnershipParty',
  'PartnershipProgress',
  'PartnershipSignature',
  'PartnershipStaff',
  'PartnershipStanding',
  'PartnershipTerm',
  'PartyProgress',
  'Photo',
  'ProjectRevision',
  'ProofFile',
  'Quantity',
  'ResourceRevision',
  'ReusedMaterials',
  'SecondFactor',
  'SecondFactorEnrolment',
  'SessionTokens',
  'StaffCosts',
  'StaffWork',
  'Statement',
  'StockMove',
  'Terms',
  'TextPiece',
  'TimeSpan',
  'UserError',
];

// Entries of public lists, known by the code that these lists give them.
const CODED = ['Commune', 'Naf'];

// A photo is named in inputs and is no object that is found by its id: the name tells what the id names.
export const ALLOWED = ['Field "photo" starts with the name of the parent type "Photo"'];

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
      // A long list may be of what is nothing by itself: the lines of a statement, the moves of a stock.
      '@graphql-eslint/relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
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
