# What people read in English. `{ $name }` is a fact; `none` is the value of one that was not given.

## The request as a whole

error-UNAUTHENTICATED = Sign in first, or again.
error-FORBIDDEN = You may not do this.
error-NOT_FOUND = There is no such thing here.
error-INVALID = This request is not right.
error-CONFLICT = Somebody changed it meanwhile. Read it again, then try again.
error-RATE_LIMITED = Too many tries. Try again in { $retryAfter } s.
error-IDEMPOTENCY_MISMATCH = This Idempotency-Key was used for another request. Choose a new key for each change.
error-INTERNAL = Something went wrong on our side. Please report it with this number: { $id }.
error-OVERLOADED = Too much is asked of the platform at the moment. Try again shortly.
error-QUERY_TOO_COMPLEX = This document asks for too much.
error-QUERY_TOO_LARGE = This document is too long.
error-TIMEOUT = It took too long and was broken off; the change under way was not made.

http-batch = Send one operation for each request.
http-events-only = We answer in text/event-stream here.
http-form = The form has to hold a file in the field “file”.
http-idempotency-key = The header Idempotency-Key must be one text of 1 to { $max } printing ASCII characters without spaces.
http-interrupted = The request was interrupted on its way.
http-media-type = The body of the request must be JSON (application/json).
http-no-query = "query", the GraphQL document, is missing.
http-not-acceptable = We answer in application/graphql-response+json or application/json.
http-not-json = The body of the request is not JSON (line { $line }, column { $column }).
http-not-map = "{ $key }" must be a JSON object.
http-not-object = The body of the request must be a JSON object.
http-not-text = "{ $key }" must be a text.
http-operations = At most { $max } operations at once on one connection.
http-post-only = Mutations are sent by POST.
http-query-string = The parameters of the address cannot be read.
http-streams = At most { $max } streams and connections open at once.
http-too-large = The request is larger than { $max } bytes.
http-too-slow = The body of the request did not arrive in time.
http-uploads = At most { $max } files at once.
http-websocket = This address speaks WebSocket, subprotocol graphql-transport-ws.

idempotency-one-mutation = With an Idempotency-Key, the document must hold exactly one mutation.

## Limits of one document

document-cycle = The fragment "{ $fragment }" opens itself.
document-malformed = This is not GraphQL (line { $line }, column { $column }).
document-not-one-field = A subscription asks for one field, written in the operation itself.

limit-ALIASES = Too many aliases: { $max } at most.
limit-BRACKETS = Too many brackets inside each other: { $max } at most.
limit-BYTES = The document is too long: { $max } bytes at most. Put texts into the variables.
limit-COST = Too costly: { $max } at most. Ask for smaller pages or fewer fields.
limit-COST_WITH_KEY = Too costly for a change with an Idempotency-Key: { $max } at most. Ask for less of the payload, and read the rest afterwards.
limit-DEPTH = Too many fields inside each other: { $max } at most.
limit-DIRECTIVES = Too many directives at one place: { $max } at most.
limit-ELEMENTS = The list is too long: { $max } elements at most.
limit-NESTING = Too many selections inside each other, fragments included: { $max } at most.
limit-OPERATIONS = Too many operations in one document: { $max } at most.
limit-PASSWORDS = Too many passwords to check at once: { $max } at most.
limit-ROOTS = Too many fields at the root: { $max } at most.
limit-SELECTIONS = Too many fields once fragments are opened: { $max } at most.
limit-TOKENS = The document is too long: { $max } tokens at most.
limit-VALUES = The variables are too large, or used too often: { $max } values at most.

home-what = The platform of French territorial hubs for economic cooperation: share, cooperate, agree.
home-demo = Demonstration: the real organisations have no part in this site and wrote nothing in it. What is invented is marked.
home-graphiql = explore the API in the browser
home-graphql = the API itself, for programs

## What is wrong with one field

problem-REQUIRED = Please fill this in.
problem-TOO_SHORT = Too short: at least { $min }, this has { $length }.
problem-TOO_LONG = Too long: at most { $max }, this has { $length }.
problem-MALFORMED = { $expected ->
        [none] The form is not right.
       *[other] The form is not right. Expected: { $expected }
    }
problem-CHECKSUM = One of the digits is wrong: the check digit does not match.
problem-UNKNOWN = { $expected ->
        [none] { $given ->
            [none] Unknown.
           *[other] Unknown: "{ $given }".
        }
       *[other] Unknown. For example: { $expected }
    }
problem-OUT_OF_RANGE = { $min ->
        [none] Too large: at most { $max }.
       *[other] { $max ->
            [none] Too small: at least { $min }.
           *[other] Out of range: from { $min } to { $max }.
        }
    }
problem-DUPLICATE = { $given ->
        [none] Given twice, or taken already.
       *[other] Given twice: "{ $given }".
    }
problem-WRONG_TYPE = This id is of something else: "{ $expected }" is expected, "{ $given }" is given.
problem-INCONSISTENT = Does not go with "{ $with }".
problem-FORBIDDEN_CHARACTER = Contains a character that has no place here.
problem-GUESSABLE = Too easy to guess: a common password, a repetition, a sequence, or what is known of you. Take several words that have nothing to do with each other.
problem-NOT_A_PHOTO = This file is no photo in JPEG, PNG or WebP, whatever its name says.
problem-UNSUPPORTED_FORMAT = This file is neither a PDF nor a picture in JPEG or PNG, whatever its name says.
problem-UNREADABLE = This photo is broken or incomplete. Save it anew and try again.
problem-TOO_MANY_PIXELS = This photo is too large: at most { $side } pixels a side and { $max } in all.

## Rules that refuse

refusal-WRONG_STATE = This is not possible now: { state }.
refusal-EMAIL_NOT_CONFIRMED = Confirm your address first with the code we sent you.
refusal-TOKEN_SPENT = This code is wrong, used or too old. Ask for another.
refusal-WRONG_CREDENTIALS = The address or the password is not right.
refusal-SECOND_FACTOR_REQUIRED = The password is right. Give a code of your second factor too, or a recovery code.
refusal-SECOND_FACTOR_WRONG = This code is wrong, or was used already. Wait for the next one, or take a recovery code.
refusal-SESSION_ENDED = This session has ended. Sign in again.
refusal-LAST_REPRESENTATIVE = An organisation keeps at least one representative. Appoint somebody else first.
refusal-ALREADY_MANDATED = This person holds a mandate for this organisation already.
refusal-SIREN_TAKEN = Another organisation is registered under this SIREN.
refusal-ALREADY_MEMBER = This organisation has a membership under way in the hub already.
refusal-NOT_ACTIVE_MEMBER = This organisation is not an active member of the hub.
refusal-CHARTER_OUTDATED = The charter has changed: version { $current } is in force. Read it, then accept it.
refusal-NO_CHARTER = This hub has not published a charter to accept yet.
refusal-LAST_COORDINATOR = A hub keeps at least one coordinator. Appoint somebody else first.
refusal-COLLEGE_IN_USE = This college still has members. Move them first.
refusal-SLUG_TAKEN = Another hub has this short address already.
refusal-INCOMPLETE = Something is still missing: "{ $field }".
refusal-CLAIMED_BY_ANOTHER = Somebody else is working on this review until { $until }.
refusal-REVIEW_CLOSED = This review is closed: { $outcome ->
        [PUBLISHED] the content is online
        [CHANGES_REQUESTED] changes were asked for
        [REJECTED] publication was refused
        [HIDDEN] the content was hidden
        [UPHELD] the decision was upheld
        [OVERTURNED] the decision was reversed
        [WITHDRAWN] the submission was withdrawn
       *[other] { $outcome }
    }.
refusal-APPEAL_NOT_POSSIBLE = This decision cannot be contested here, or no longer.
refusal-ALREADY_PARTICIPANT = This organisation takes part in the project already, or is invited to.
refusal-CLOSED = The resource is closed from { $from } to { $until }.
refusal-OVER_CAPACITY = There are not enough from { $from } to { $until }: { $units } are asked for, { $free } of { $capacity } are free.
refusal-TOO_SHORT = Too short: { $length }; this resource is booked for at least { $minLength }.
refusal-TOO_LONG = Too long: { $length }; this resource is booked for at most { $maxLength }.
refusal-TOO_SOON = Too short notice: the nearest possible start is { $earliest }.
refusal-TOO_FAR = Too far ahead: at the latest { $latest }.
refusal-NOT_ELIGIBLE = Your organisation cannot have this resource: it is shared among the active members of its hubs, or with the organisations named.
refusal-WITHDRAWN = This resource is not offered any more, or is not to be booked.
refusal-OUT_OF_STOCK = There is not enough: { $asked } are asked for, { $available } can be had ({ unit }).
refusal-WRONG_KIND = { $kind ->
        [MATERIAL] Material is not booked for a time: it has lots, of which a quantity is reserved.
        [STAFF_TIME] Staff time is not given back and has no lots: the borrower declares the hours, the employer confirms them.
       *[other] This resource is booked for a time: only material has lots.
    }
refusal-NO_CONVENTION = Before the first hour there had to be a convention signed by both and the person’s written agreement, for the days from { $from } to { $until } (Code du travail, art. L8241-2): a partnership of the form STAFF_LOAN signed here and in force, or one on paper that the employer records (`recordStaffLoan`) and the borrower confirms.
refusal-NOT_STAFF_TIME = This is about the time of an employee who is lent, and nothing else.
refusal-FORM_RULE = { $rule ->
        [LIABILITY_SAID] A consortium says whether it is joint or joint and several (CCP art. R2142-20).
        [ONE_MANDATAIRE] A consortium is represented by one of its members, and one alone: give that role to a party (CCP art. R2142-24).
        [SHARES_ADD_UP] The shares of all parties have to be given, and to add up to 100% exactly.
        [TASKS_SPLIT] The consortium is joint: say what each party does (CCP art. R2142-20).
        [COMPOSITION_FROZEN] Between the bid and the signature of the contract, who belongs to a consortium changes with the buyer’s agreement alone, and nobody ends it (CCP art. R2142-26).
        [LEFT_BY_AMENDMENT] A consortium is left by an amendment alone, which shares out its parts anew.
        [TWO_PARTIES] A loan of staff is between two organisations (Code du travail, art. L8241-2).
        [STAFF_SAID] Say which published staff time of a party is lent (Code du travail, art. L8241-2).
        [COSTS_ONLY] A loan of staff is not paid for: wages, charges and expenses alone are refunded (Code du travail, art. L8241-1). Take the commitment to provide money out.
        [EMPLOYEE_AGREED] It takes the person’s written agreement, given before it is proposed and on the first day at the latest; that of another person, before the amendment is proposed (Code du travail, art. L8241-2).
        [LENT_TO_MEMBERS] The staff of an employers’ group works for its members alone: have the other party sign the group’s agreement first, or name it among those the staff time is for (Code du travail, art. L1253-1).
        [GROUP_AND_MEMBERS] One employers’ group has to be among the parties, and one alone; the others are its members (Code du travail, art. L1253-1).
        [CONTRIBUTIONS_SAID] A common fund says who pays in what: add a commitment to provide money.
       *[other] A common fund says how it is handed out: add a commitment to allocate.
    }
refusal-OTHER_VERSION = This is not the text that you have read: version { $number } waits for signatures. Read it first.
refusal-ALREADY_SIGNED = Your organisation has signed this version.
refusal-NOT_A_SIGNATORY = Your organisation is not among those that sign this version.
refusal-SIGN_IN_AGAIN = To sign, sign in again, or give a code of your second factor: the sign-in must be less than ten minutes old.
refusal-TOO_LATE = This could be done until { $until }.
refusal-FIXED_TERM = The agreement is for a fixed term, until { $until }, and does not say that a party may end it earlier by notice.
refusal-SUSPENDED_BY_ANOTHER = Who suspended the agreement takes it up again.
refusal-NOT_YOUR_SIDE = This is for the other side of the commitment to do: for who owes it, or for who is owed.
refusal-ALREADY_COUNTED = This booking or reservation counts for a commitment already. What was declared of it can be taken back until both sides agree.
refusal-CONTESTED_BY_ANOTHER = Another organisation of your side has contested this. It is for that one to answer.
refusal-TOO_MANY_PHOTOS = { $max } photos of your organisation are shown nowhere. Show some of them, or wait: what nothing shows is cleared away after { $hours } hours.
refusal-TOO_MANY_FULFILMENTS = Your organisation declares at most { $max } deliveries in { $hours } hours by one agreement. Go on tomorrow.
refusal-TOO_MANY_PROOFS = Your organisation shows what was delivered by { $max } files at most. Take one back, or put them together.
refusal-TOO_MANY_DRAFTS = Your organisation names at most { $max } organisations outside of the hub in its drafts within { $hours } hours. Go on tomorrow.
refusal-TOO_MANY_VERSIONS = This agreement has { $max } versions, as many as one may have. Begin another.
refusal-TOO_MANY_PROPOSALS = This agreement was proposed { $max } times within { $hours } hours. Propose it again from { $until } on.
refusal-NOTHING_TO_DO = There is nothing to change.

state = { $state ->
        [DRAFT] it is a draft
        [SUBMITTED] it is being reviewed
        [CHANGES_REQUESTED] changes are asked for
        [PUBLISHED] it is online
        [REJECTED] publication is refused
        [HIDDEN] it is hidden
        [ARCHIVED] it is archived
        [IDEA] the project is an idea
        [PREPARATION] the project is being prepared
        [RUNNING] the project is under way
        [COMPLETED] the project is completed
        [ABANDONED] the project is abandoned
        [OPEN] the need is open
        [MET] the need is met
        [WITHDRAWN] it is withdrawn
        [APPLIED] an application waits for its answer
        [INVITED] an invitation waits for its answer
        [REQUESTED] a request waits for its answer
        [ACTIVE] it is active already
        [REFUSED] the application is refused
        [DECLINED] the answer was no
        [SUSPENDED] it is suspended
        [LEFT] they have left
        [EXCLUDED] they are excluded
        [PUBLICATION] the review is about a publication
        [REVISION] the review is about a change
        [HIDING] the review is about hidden content
        [APPEAL] the review is about an appeal
        [CLOSED] the invitation is no longer open
        [ENDED] it has ended
        [ABSENT] it does not exist, or no longer
        [REACHED] the milestone is reached already
        [UNCLAIMED] nobody has taken the review
        [CONFIRMED] it is confirmed
        [CANCELLED] the reservation is called off
        [HELD] the material is held
        [COLLECTED] the material is fetched
        [EXPIRED] the time for it is over
        [RECORDED] the convention waits to be confirmed
        [IN_FORCE] the convention is in force
        [NOT_DECLARED] the hours are not declared
        [PROPOSED] a version waits for signatures
        [SIGNED] every party has signed, and the first day is still to come
        [SETTLED] it is settled
        [TERMINATED] it is terminated
        [DISCARDED] it is given up
        [DECLARED] the other side has not answered yet
        [FULFILLED] the commitment is kept
        [WAIVED] your organisation has given it up already
        [NOTHING_OFFERED] nothing is offered
        [CONTESTED] it is contested already
        [IN_USE] it is under way
        [RETURNED] the resource is back
        [NO_SHOW] nobody came
        [STARTED] its start has passed
        [NOT_STARTED] its start has not come yet
        [LATE] cancelling would be charged by now, and this change would give up a part of what is booked
       *[other] { $state }
    }

## What would be needed

forbidden-NO_MANDATE = This takes a mandate for the organisation.
forbidden-NEEDS_CONTRIBUTOR = This takes a mandate to write in the name of the organisation.
forbidden-NEEDS_REPRESENTATIVE = This takes representing the organisation.
forbidden-NEEDS_COORDINATOR = This is for the coordinators of the hub.
forbidden-NEEDS_MODERATOR = This is for the moderators of the hub.
forbidden-CONFLICT_OF_INTEREST = This is about your own organisation: a colleague has to decide.
forbidden-DECIDED_BEFORE = You took the contested decision: somebody else has to judge.
forbidden-NEEDS_MEMBERSHIP = This is for active members of the hub.
forbidden-NEEDS_SECOND_FACTOR = The hub asks a second factor of its team. Add one to your account with `enrolSecondFactor`.
forbidden-NEEDS_OPERATOR = This is for whoever runs this installation.

## How to contest a decision

contest-CHANGES_REQUESTED = You can change it and submit it again, or submit it again and explain your choice to the team of the hub. You can also turn to an out-of-court dispute settlement body (article 21 of Regulation (EU) 2022/2065) or to a court.
contest-REJECTED = You can contest this decision once, free of charge, with the mutation `appealDecision` (review { $review }): somebody else will judge. You can also turn to an out-of-court dispute settlement body (article 21 of Regulation (EU) 2022/2065) or to a court.
contest-HIDDEN = You can contest this decision once, free of charge, with the mutation `appealDecision` (review { $review }): somebody else will judge. You can also turn to an out-of-court dispute settlement body (article 21 of Regulation (EU) 2022/2065) or to a court.
contest-upheld = You can still turn to an out-of-court dispute settlement body (article 21 of Regulation (EU) 2022/2065) or to a court.
contest-membership = If you disagree, turn to the coordinators of the hub, who can review their decision. You can also turn to a court.

## Mails

mail-greeting = Hello { $name },
mail-greeting-unknown = Hello,
mail-signature =
    Kind regards,
    Maillage
    { $url }

mail-confirm-email-subject = Confirm your address
mail-confirm-email-text =
    An account was opened on Maillage with your address. To confirm it, here is your code:

    { $code }

    Paste it into the mutation `confirmEmail`, for example at { $url }/graphiql. It is good for three days and works once.

    If you did not ask for this, there is nothing to do: without the code the account cannot be used.

mail-address-in-use-subject = You have an account already
mail-address-in-use-text =
    Somebody, perhaps you, wanted to open an account on Maillage with your address. It has one already, and nothing has changed.

    If it was you, sign in as usual. Forgotten your password, or never confirmed your address? The mutation `requestPasswordReset`, for example at { $url }/graphiql, sends you a code to choose another password.

    If it was not you, there is nothing to do.

mail-reset-password-subject = Choose another password
mail-reset-password-text =
    You asked to choose another password. Here is your code:

    { $code }

    Paste it into the mutation `resetPassword`, for example at { $url }/graphiql. It is good for one hour and works once. All your sessions will end.

    If you did not ask for this, there is nothing to do: your password stays the same.

mail-password-changed-subject = Your password has changed
mail-password-changed-text =
    The password of your account has just changed, and the sessions on other devices have ended.

    If it was not you, choose another password at once with the mutation `requestPasswordReset`, for example at { $url }/graphiql.

mail-second-factor-subject = Your second factor
mail-second-factor-text =
    { $what ->
        [second_factor_enabled] From now on a code of your device is asked for when you sign in. The sessions on other devices have ended. Keep your recovery codes elsewhere than on that device.
        [second_factor_disabled] No code is asked for any more when you sign in: the password is enough.
        [second_factor_guessed] Somebody knows your password, and gave several wrong codes to sign in to your account. Further codes wait longer and longer.
        [recovery_codes_renewed] You have new recovery codes. The old ones no longer work.
       *[other] One of your recovery codes has just been used. You have { $left } left.
    }

    If it was not you, choose another password at once with the mutation `requestPasswordReset`, for example at { $url }/graphiql.

mail-invitation-subject = { $organisation } invites you
mail-invitation-text =
    { $host } invites you to act for { $organisation } on Maillage, { $role ->
        [REPRESENTATIVE] to represent it: sign and manage mandates
        [CONTRIBUTOR] to write in its name
       *[READER] to read what concerns it
    }.

    To accept, sign in (or open an account), then paste this code into the mutation `acceptInvitation`, for example at { $url }/graphiql:

    { $code }

    It is good until { $until } and works once. If this does not concern you, there is nothing to do.

mail-membership-applied-subject = { $organisation } applies to join { $hub }
mail-membership-applied-text =
    { $organisation } applies to join { $hub } ({ member-category }) and has accepted the charter.

    Your answer is awaited: `acceptMembership` or `refuseMembership`, for example at { $url }/graphiql. The membership has the number { $membership }.

mail-membership-invited-subject = { $hub } invites you to join
mail-membership-invited-text =
    { $hub } invites { $organisation } to join ({ member-category }).

    Read the charter of the hub, then answer with `joinHub` or `declineMembershipInvitation`, for example at { $url }/graphiql. The membership has the number { $membership }.

mail-membership-decided-subject = { $state ->
        [ACTIVE] { $organisation } is a member of { $hub }
        [REFUSED] Application refused: { $organisation }
        [SUSPENDED] Membership suspended: { $organisation }
        [EXCLUDED] Excluded from { $hub }: { $organisation }
       *[other] Membership of { $organisation } in { $hub }
    }
mail-membership-decided-text =
    { $state ->
        [ACTIVE] Good news: the membership of { $organisation } in { $hub } is active.
        [REFUSED] The coordinators of { $hub } did not accept the application of { $organisation }.
        [SUSPENDED] The coordinators of { $hub } suspended the membership of { $organisation }: the organisation keeps what is its own, but does not have the rights of a member for now.
        [EXCLUDED] The coordinators of { $hub } ended the membership of { $organisation }.
       *[other] The membership of { $organisation } in { $hub } has changed: { state }.
    }

    The membership has the number { $membership }: { $url }/graphiql.
mail-membership-reasons =
    The reason given:

    { $reason }

mail-charter-published-subject = { $hub } publishes version { $number } of its charter
mail-charter-published-text =
    { $hub } has just published version { $number } of its charter and asks its members to accept it.

    Read it, then accept it for each organisation that you represent with the mutation `acceptCharter`, for example at { $url }/graphiql.
mail-charter-until = An answer is hoped for before { $until }.

mail-review-opened-subject = To review: { $title }
mail-review-opened-text =
    { $kind ->
        [APPEAL] { $organisation } contests the decision on { what } ({ $hub }). Somebody other than who decided has to judge.
       *[other] { $organisation } submits { what } to the review of { $hub }.
    }

    To take it for thirty minutes: `claimReview`, for example at { $url }/graphiql. The review has the number { $review }.
mail-review-plea =
    What the organisation says:

    { $plea }

mail-review-decided-subject = { $outcome ->
        [PUBLISHED] Online: { $title }
        [CHANGES_REQUESTED] Changes are asked for: { $title }
        [REJECTED] Publication refused: { $title }
        [HIDDEN] Hidden: { $title }
        [UPHELD] Decision upheld: { $title }
        [OVERTURNED] Decision reversed: { $title }
       *[other] Decided: { $title }
    }
mail-review-decided-text =
    { $outcome ->
        [PUBLISHED] Good news: the team of { $hub } has approved { what }. It is online.
        [CHANGES_REQUESTED] The team of { $hub } has read { what } and asks for changes before publication.
        [REJECTED] The team of { $hub } has read { what } and refuses its publication.
        [HIDDEN] The team of { $hub } has hidden { what }: nobody can read it any more but your organisation and the team of the hub.
        [UPHELD] Somebody else of the team of { $hub } has looked at your appeal on { what } and upholds the decision.
        [OVERTURNED] The team of { $hub } has reversed its decision on { what }, which you contested: it is online.
       *[other] The team of { $hub } has decided on { what }.
    }

    The review has the number { $review }: { $url }/graphiql.
mail-review-upheld = The decision was upheld on { $at }. The reasons that stand:
what = { $subject ->
        [RESOURCE] { $kind ->
            [REVISION] the change to the resource "{ $title }"
           *[other] the resource "{ $title }"
        }
        [PROJECT] { $kind ->
            [REVISION] the change to the project "{ $title }"
           *[other] the project "{ $title }"
        }
       *[ORGANISATION] { $kind ->
            [REVISION] the change to the profile of { $title }
           *[other] the profile of { $title }
        }
    }

mail-statement =
    Statement of reasons (article 17 of Regulation (EU) 2022/2065)

    What is restricted: { $restriction ->
        [CHANGES_REQUESTED] publication, until changes are made
        [REJECTED] publication, refused
       *[HIDDEN] the published content, hidden
    }
    The facts: { $facts }
    The ground: { $ground ->
        [LAW] the law
       *[CHARTER] the charter of the hub
    }{ $reference ->
        [none] {""}
       *[other] , { $reference }
    }
    Automated decision: { $automated ->
        [true] yes
       *[false] no, a person decided
    }
    Date: { $at }

mail-participation-invited-subject = { $lead } invites you to a project
mail-participation-invited-text =
    { $lead } invites { $organisation } to take part in the project "{ $project }"{ $part ->
        [none] .
       *[other] {" "}for: { $part }.
    }

    Your answer is awaited: `acceptParticipation` or `declineParticipation`, for example at { $url }/graphiql. The participation has the number { $participation }.

mail-participation-requested-subject = { $organisation } asks to take part in a project
mail-participation-requested-text =
    { $organisation } asks to take part in the project "{ $project }", led by { $lead }{ $part ->
        [none] .
       *[other] , for: { $part }.
    }

    Your answer is awaited: `acceptParticipation` or `declineParticipation`, for example at { $url }/graphiql. The participation has the number { $participation }.

mail-membership-gone-subject = { $state ->
        [DECLINED] { $organisation } does not join { $hub }
       *[LEFT] { $organisation } leaves { $hub }
    }
mail-membership-gone-text =
    { $state ->
        [DECLINED] { $organisation } declines the invitation of { $hub }.
       *[LEFT] { $organisation } has left { $hub }. What the organisation published stays.
    }

    The membership has the number { $membership }: { $url }/graphiql.

mail-membership-charter-outdated = The charter has changed since the application: version { $number } is still to be accepted with `acceptCharter`.

mail-participation-answered-subject = { $state ->
        [ACTIVE] { $organisation } takes part in the project "{ $project }"
       *[DECLINED] { $organisation } will not take part in the project "{ $project }"
    }
mail-participation-answered-text =
    { $state ->
        [ACTIVE] The answer is yes: { $organisation } takes part in the project "{ $project }", led by { $lead }.
       *[DECLINED] The answer is no: { $organisation } will not take part in the project "{ $project }", led by { $lead }.
    }

    The participation has the number { $participation }: { $url }/graphiql.

mail-offer-accepted-subject = { $lead } chooses "{ $resource }"
mail-offer-accepted-text =
    { $project ->
        [none] { $lead } chooses "{ $resource }", which your organisation shares, for a need of one of its projects.
       *[other] { $lead } chooses "{ $resource }", which your organisation shares, for the need "{ $need }" of its project "{ $project }" ({ $number }).
    }

    Nothing is booked yet: { $lead } books the time it needs with `bookResources`, and you answer its request if you chose to confirm them. If the resource is no longer to be lent, tell { $lead } or archive it: { $url }/graphiql.

mail-booking-requested-subject = { $organisation } asks to book
mail-booking-requested-text =
    { $organisation } asks to book from { $owner }: { $resources }, from { $start } to { $end }{ $dates ->
        [none] .
       *[other] , the first of { $dates } dates.
    }

    Your answer is awaited: `confirmBooking` or `declineBooking`, for example at { $url }/graphiql. The booking has the number { $booking }. Nothing is kept until you have answered.

mail-booking-confirmed-subject = Booking confirmed: { $resources }
mail-booking-confirmed-text =
    The booking of { $organisation } from { $owner } is confirmed: { $resources }, from { $start } to { $end }{ $dates ->
        [none] .
       *[other] , the first of { $dates } dates.
    }

    The booking has the number { $booking }: { $url }/graphiql.

mail-booking-declined-subject = Booking declined: { $resources }
mail-booking-declined-text =
    { $owner } cannot meet the request of { $organisation }: { $resources }, from { $start } to { $end }.

    The booking has the number { $booking }: { $url }/graphiql.

mail-booking-cancelled-subject = Booking called off: { $resources }
mail-booking-cancelled-text =
    The booking of { $organisation } from { $owner } is called off: { $resources }, from { $start } to { $end }.

    The booking has the number { $booking }: { $url }/graphiql.

mail-booking-changed-subject = Booking changed: { $resources }
mail-booking-changed-text =
    The booking of { $organisation } from { $owner } has changed: { $resources }, from { $start } to { $end }. { $state ->
        [REQUESTED] It waits to be confirmed by { $owner }; nothing is kept until then.
       *[other] It is confirmed.
    }

    The booking has the number { $booking }: { $url }/graphiql.

mail-booking-no-show-subject = Nobody came: { $resources }
mail-booking-no-show-text =
    { $owner } reports that nobody of { $organisation } came for the booking of { $resources }, from { $start } to { $end }.

    If that is a mistake, please settle it with { $owner }. The number of the booking is { $booking }: { $url }/graphiql.

mail-hours-declared-subject = { $organisation } declares { $worked }: { $resources }
mail-hours-declared-text =
    { $organisation } declares { $worked } of work for the booking of { $resources }, from { $start } to { $end }. Without refunded expenses this comes to { $total } in wages and charges.

    Confirm the hours, with the expenses that you have refunded to the person, or say what is wrong: `confirmHours` or `contestHours`, for example at { $url }/graphiql. The booking has the number { $booking }.

mail-hours-confirmed-subject = Hours confirmed: { $resources }
mail-hours-confirmed-text =
    { $owner } confirms { $worked } of work for the booking of { $resources }, from { $start } to { $end }. Wages, charges and expenses come to { $total } together; what is owed is on the statement of the month.

    The booking has the number { $booking }: { $url }/graphiql.

mail-hours-contested-subject = Hours to look at again: { $resources }
mail-hours-contested-text =
    { $owner } does not agree with the hours declared for the booking of { $resources }, from { $start } to { $end }.

    Come to an agreement, then declare the hours anew: `declareHours`, for example at { $url }/graphiql. The booking has the number { $booking }.

mail-staff-loan-recorded-subject = { $lender } records a loan of staff: { $resource }
mail-staff-loan-recorded-text =
    { $lender } records that you have signed the convention “{ $convention }” together: a person (“{ $resource }”) works for { $organisation } from { $from } to { $until }, with their written agreement.

    If this is what you have signed, confirm it; if not, say so: `confirmStaffLoan` or `declineStaffLoan`, for example at { $url }/graphiql. Only hours that begin after your confirmation count. The loan has the number { $loan }.

mail-staff-loan-confirmed-subject = Loan of staff confirmed: { $resource }
mail-staff-loan-confirmed-text =
    { $organisation } confirms the convention “{ $convention }”: the person (“{ $resource }”) may work for it from { $from } to { $until }.

    The loan has the number { $loan }: { $url }/graphiql.

mail-staff-loan-declined-subject = Loan of staff not confirmed: { $resource }
mail-staff-loan-declined-text =
    { $organisation } has not signed the convention “{ $convention }” as you have recorded it (“{ $resource }”, from { $from } to { $until }).

    Clear up with { $organisation } what differs, then record it anew. The loan has the number { $loan }: { $url }/graphiql.

mail-staff-loan-ended-subject = Loan of staff ended: { $resource }
mail-staff-loan-ended-text =
    The loan of “{ $resource }” by { $lender } to { $organisation }, convention “{ $convention }”, ends. No hour can be worked after this day; those that were worked can still be declared, and are owed.

    The loan has the number { $loan }: { $url }/graphiql.

mail-partnership-drafted-subject = { $organisation } drafts an agreement with you: { $title }
mail-partnership-drafted-text =
    { $organisation } has begun the agreement “{ $title }”, which names your organisation. You can read it, change it and comment on it; nobody is bound before all have signed.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-proposed-subject = To sign: { $title }
mail-partnership-proposed-text =
    { $organisation } proposes version { $number } { $amends ->
        [true] (an amendment) of the agreement
       *[other] of the agreement
    } “{ $title }”. It waits for the signature of your organisation: read it, then sign or decline it (`signPartnership`, `declinePartnership`).

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-withdrawn-subject = Version taken back: { $title }
mail-partnership-withdrawn-text =
    { $organisation ->
        [none] The proposed version of “{ $title }” waits for signatures no more: a party that it names has left. The signatures given go with it; another version can be proposed, with that party or without.
       *[other] { $organisation } has taken the proposed version of “{ $title }” back to change it. The signatures given go with it; another version will be proposed to you.
    }

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-activated-subject = In force: { $title }
mail-partnership-activated-text =
    Every party has signed the agreement “{ $title }”: it is in force since { $day }. Download it with its page of signatures, and keep it.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-amended-subject = Amendment signed by all: { $title }
mail-partnership-amended-text =
    Every party has signed the amendment to the agreement “{ $title }”: it takes the place of the version before. A notice that was given before to end it for all counts no more. Download it with its page of signatures, and keep it.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-declined-subject = { $organisation } declines: { $title }
mail-partnership-declined-text =
    { $organisation } declines the agreement “{ $title }”. It comes to nothing in this form; nothing keeps you from beginning another.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-amendment-declined-subject = { $organisation } declines the amendment: { $title }
mail-partnership-amendment-declined-text =
    { $organisation } declines the amendment to the agreement “{ $title }”. The version in force goes on.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-termination-noticed-subject = { $organisation } gives notice: { $title }
mail-partnership-termination-noticed-text =
    { $organisation } gives notice of the agreement “{ $title }”. { $ground ->
        [BREACH] It says that another party has not done what it owes, also after a formal notice (Article 1226 of the Civil Code): the agreement is over for all on { $day }. Whoever contests that may go to court.
       *[other] It is over for all parties on { $day }, when the notice is; until then it holds.
    }

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-terminated-subject = Agreement terminated: { $title }
mail-partnership-terminated-text =
    { $ground ->
        [BREACH] The agreement “{ $title }” was terminated for a breach and is over.
       *[other] The notice is over, and with it the agreement “{ $title }”.
    }

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-leaving-subject = { $organisation } leaves: { $title }
mail-partnership-leaving-text =
    { $organisation } leaves the agreement “{ $title }” from { $day } on, when its notice is over.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-party-left-subject = A party has left: { $title }
mail-partnership-party-left-text =
    A party has left the agreement “{ $title }”, its notice being over.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-renewal-declined-subject = No renewal: { $title }
mail-partnership-renewal-declined-text =
    { $organisation } keeps the agreement “{ $title }” from being renewed. It holds to its last day and is not in force any more from { $day } on.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-renewed-subject = Agreement renewed: { $title }
mail-partnership-renewed-text =
    The agreement “{ $title }” is renewed until { $day }, since nobody declined that in time.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-expiring-subject = { $renews ->
        [true] Soon to be renewed: { $title }
       *[other] Soon to end: { $title }
    }
mail-partnership-expiring-text =
    { $renews ->
        [true] The agreement “{ $title }” has its last day on { $day }. It will be renewed unless somebody declines that before the notice (`declineRenewal`).
       *[other] The agreement “{ $title }” ends on { $day }. To go on, draft an amendment that every party signs, or another agreement.
    }

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-suspended-subject = { $organisation } suspends: { $title }
mail-partnership-suspended-text =
    { $organisation } suspends the agreement “{ $title }”. What was agreed upon stays; what is owed waits.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-resumed-subject = Taken up again: { $title }
mail-partnership-resumed-text =
    { $organisation } takes the agreement “{ $title }” up again, which was suspended.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-fulfilment-declared-subject = To confirm: { $title }
mail-fulfilment-declared-text =
    { $organisation } says that something of the commitment “{ $what }” of the agreement “{ $title }” was delivered. Confirm it, or say how it was: it counts once both sides say so.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-fulfilment-confirmed-subject = Confirmed: { $title }
mail-fulfilment-confirmed-text =
    { $organisation } confirms what you have declared of the commitment “{ $what }” of the agreement “{ $title }”.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-fulfilment-contested-subject = Contested: { $title }
mail-fulfilment-contested-text =
    { $organisation } contests what you have declared of the commitment “{ $what }” of the agreement “{ $title }”. Take it back, declare it otherwise, or offer what is to count.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-fulfilment-settlement-offered-subject = A settlement is offered: { $title }
mail-fulfilment-settlement-offered-text =
    { $organisation } offers what is to count of something contested of the commitment “{ $what }” of the agreement “{ $title }”. Accept it, or offer something else.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-fulfilment-settled-subject = Settled: { $title }
mail-fulfilment-settled-text =
    { $organisation } accepts what you have offered for the commitment “{ $what }” of the agreement “{ $title }”.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-commitments-due-subject = Due soon: { $title }
mail-commitments-due-text =
    By the agreement “{ $title }”, { $organisation } owes within a week what follows. Say afterwards what was delivered: it counts when both sides say so.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-commitments-late-subject = Late: { $title }
mail-commitments-late-text =
    What { $organisation } owes by the agreement “{ $title }” was due and is not all declared. Say what was delivered, on either side, or agree on something else.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-commitment-line = – { $what }, on { $day }

mail-commitment-waived-subject = { $organisation } gives up what it is owed: { $title }
mail-commitment-waived-text =
    { $organisation } gives up what you owe it, on one of its days, of the commitment “{ $what }” of the agreement “{ $title }”.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-partnership-ended-subject = Agreement over: { $title }
mail-partnership-ended-text =
    The agreement “{ $title }” has come to its end.

    The agreement has the number { $partnership }: { $url }/graphiql.

mail-booking-purpose = For: { $purpose }

mail-booking-reasons = The reason given: { $reason }

mail-booking-owed = By the conditions accepted with the booking, what remains due is { $owed }.

mail-reservation-held-subject = { $organisation } reserves { $quantity }: { $lot }
mail-reservation-held-text =
    { $organisation } has reserved { $quantity } of your lot "{ $lot }" ({ $resource }). It is held until { $until }, then available again.

    When it is fetched, record what really left: `collectReservation`, for example at { $url }/graphiql. The reservation has the number { $reservation }.

mail-reservation-collected-subject = Collection recorded: { $lot }
mail-reservation-collected-text =
    { $owner } has recorded that { $organisation } fetched { $taken } of the lot "{ $lot }" ({ $resource }).

    The reservation has the number { $reservation }: { $url }/graphiql.

mail-reservation-corrected-subject = Collection corrected: { $lot }
mail-reservation-corrected-text =
    { $owner } has corrected what was recorded of the collection by { $organisation }: { $taken } of the lot "{ $lot }" ({ $resource }).

    The reservation has the number { $reservation }: { $url }/graphiql.

mail-reservation-cancelled-subject = Reservation of material called off: { $lot }
mail-reservation-cancelled-text =
    The reservation of { $organisation } from { $owner } is called off: { $quantity } of the lot "{ $lot }" ({ $resource }).

    The reservation has the number { $reservation }: { $url }/graphiql.

mail-reservation-expired-subject = Reservation of material expired: { $lot }
mail-reservation-expired-text =
    Nobody came in time for what { $organisation } had reserved from { $owner }: { $quantity } of the lot "{ $lot }" ({ $resource }), held until { $until }. It is available again.

    The reservation has the number { $reservation }: { $url }/graphiql.

mail-reservation-price = To be paid, by the conditions accepted with the reservation: { $owed } €.

mail-reservation-deposit = Deposit, given back on return: { $owed } €.

quantity = { $quantity } { unit }

unit = { $unit ->
        [PIECE] piece(s)
        [KILOGRAM] kg
        [TONNE] t
        [METRE] m
        [SQUARE_METRE] m²
        [CUBIC_METRE] m³
        [LITRE] L
        [PALLET] pallet(s)
        [HOUR] h
        [DAY] day(s)
        [PERSON] person(s)
        [FULL_TIME_EQUIVALENT] FTE
       *[other] { $unit }
    }

member-category = { $category ->
        [FOUNDER] founder
        [ACTIVE_MEMBER] active member
        [ASSOCIATE] associate
        [PARTNER] partner
       *[OBSERVER] observer
    }

## The register of a hub

# Name of the file, as part of an address.
register-file = register
register-organisation = Organisation
register-legal-form = Legal form
register-siren = SIREN
register-commune = Commune
register-commune-code = INSEE code
register-category = Category
register-college = College
register-state = State
register-since = Member since
register-until = Until
register-charter = Charter version accepted
register-charter-on = Accepted on
register-email = E-mail
register-phone = Telephone
register-website = Website
register-membership = Membership number

member-category-FOUNDER = Founder
member-category-ACTIVE_MEMBER = Active member
member-category-ASSOCIATE = Associate
member-category-PARTNER = Partner
member-category-OBSERVER = Observer

membership-state-APPLIED = Applied
membership-state-INVITED = Invited
membership-state-ACTIVE = Active
membership-state-REFUSED = Refused
membership-state-DECLINED = Declined
membership-state-SUSPENDED = Suspended
membership-state-LEFT = Left
membership-state-EXCLUDED = Excluded

legal-form-ASSOCIATION = Association (1901 law)
legal-form-ASSOCIATION_LOCAL_LAW = Association (local law)
legal-form-SCOP = SCOP (workers' cooperative)
legal-form-SCIC = SCIC (multi-stakeholder cooperative)
legal-form-CAE = Business and employment cooperative
legal-form-CUMA = CUMA (farm equipment cooperative)
legal-form-OTHER_COOPERATIVE = Other cooperative
legal-form-MUTUAL = Mutual society
legal-form-FOUNDATION = Foundation
legal-form-COMMERCIAL_COMPANY = Commercial company
legal-form-LOCAL_AUTHORITY = Local authority
legal-form-EPCI = Intermunicipal authority (EPCI)
legal-form-PUBLIC_ESTABLISHMENT = Public establishment
legal-form-CONSULAR_CHAMBER = Consular chamber
legal-form-RESEARCH_BODY = Research body
legal-form-TRAINING_BODY = Training body
legal-form-OTHER = Other

## Activity: what happened, by kind of event

activity-person-calendar_shared = A calendar was given an address.
activity-person-calendar_renewed = A calendar was given another address.
activity-person-calendar_ended = The address of a calendar leads nowhere any more.
activity-person-registered = An account was opened.
activity-person-confirmed = An address was confirmed.
activity-person-password_changed = The password was changed.
activity-person-password_reset_requested = A new password was asked for.
activity-person-confirmation_requested = The confirmation mail was asked for again.
activity-person-registration_repeated = Somebody tried to register with this address.
activity-person-updated = The account was changed.
activity-person-locked = The account was locked.
activity-person-unlocked = The account was unlocked.
activity-person-signed_in = A session began.
activity-person-signed_out = A session ended.
activity-person-second_factor_enabled = A second factor is asked for at signing in.
activity-person-second_factor_disabled = No second factor is asked for at signing in any more.
activity-person-recovery_codes_renewed = New recovery codes were made.
activity-person-recovery_code_used = A recovery code was used.
activity-person-second_factor_guessed = Somebody who knows the password gave several wrong codes.
activity-organisation-created = { $organisation } was created.
activity-organisation-updated = { $organisation } changed its profile.
activity-organisation-ess_decided = { $isEss ->
        [true] The coordinators recognised { $organisation } as part of the social and solidarity economy.
       *[other] The coordinators found that { $organisation } is not part of the social and solidarity economy.
    }
activity-organisation-submitted = { $organisation } submitted its profile.
activity-organisation-withdrawn = { $revision ->
        [none] { $organisation } took its profile back.
       *[other] { $organisation } took the change to its profile back.
    }
activity-organisation-published = The profile of { $organisation } is published.
activity-organisation-changes_requested = { $organisation } was asked for changes to its profile.
activity-organisation-rejected = { $revision ->
        [none] The profile of { $organisation } was refused.
       *[other] The change to the profile of { $organisation } was refused.
    }
activity-organisation-hidden = The profile of { $organisation } was hidden.
activity-organisation-restored = The profile of { $organisation } is visible again.
activity-organisation-archived = { $organisation } archived its profile.
activity-organisation-revised = { $organisation } proposed a change to its profile.
activity-organisation-photo_uploaded = { $organisation } uploaded a photo.
activity-mandate-granted = { $organisation } gave a mandate.
activity-mandate-changed = { $organisation } changed a mandate.
activity-mandate-ended = A mandate for { $organisation } ended.
activity-invitation-sent = { $organisation } invited somebody to act in its name.
activity-invitation-accepted = Somebody accepted the invitation of { $organisation }.
activity-invitation-revoked = { $organisation } took an invitation back.
activity-hub-created = The hub { $hub } was created.
activity-hub-updated = { $part ->
        [partnershipTemplates] The hub { $hub } changed its templates of agreements.
        [colleges] The hub { $hub } changed its colleges.
        [policy] The hub { $hub } changed its rules of moderation.
        [templates] The hub { $hub } changed its standard reasons.
        [hours] The hub { $hub } changed whether account is kept of hours.
        [secondFactor] The hub { $hub } changed what it asks of its team at signing in.
       *[other] The hub { $hub } updated its presentation.
    }
activity-hub-charter_published = The hub { $hub } published version { $charter } of its charter.
activity-hub_role-granted = { $role ->
        [COORDINATOR] Somebody joined the coordinators of { $hub }.
       *[other] Somebody joined the moderators of { $hub }.
    }
activity-hub_role-ended = { $role ->
        [COORDINATOR] Somebody left the coordinators of { $hub }.
       *[other] Somebody left the moderators of { $hub }.
    }
activity-membership-applied = { $organisation } asks to join { $hub }.
activity-membership-invited = { $hub } invites { $organisation } to join.
activity-membership-activated = { $organisation } is a member of { $hub }.
activity-membership-refused = { $hub } did not accept the application of { $organisation }.
activity-membership-declined = { $organisation } declined the invitation of { $hub }.
activity-membership-suspended = The membership of { $organisation } in { $hub } is suspended.
activity-membership-resumed = The membership of { $organisation } in { $hub } goes on.
activity-membership-left = { $organisation } left { $hub }.
activity-membership-excluded = { $hub } excluded { $organisation }.
activity-membership-charter_accepted = { $organisation } accepted version { $charter } of the charter of { $hub }.
activity-membership-changed = The membership of { $organisation } in { $hub } was changed.
activity-project-created = { $organisation } prepares the project “{ $project }”.
activity-project-updated = { $organisation } changed the project “{ $project }”.
activity-project-submitted = { $organisation } submitted the project “{ $project }”.
activity-project-withdrawn = { $revision ->
        [none] { $organisation } took the project “{ $project }” back.
       *[other] { $organisation } took the change to the project “{ $project }” back.
    }
activity-project-published = The project “{ $project }” of { $organisation } is published.
activity-project-changes_requested = { $organisation } was asked for changes to the project “{ $project }”.
activity-project-rejected = { $revision ->
        [none] The project “{ $project }” was refused.
       *[other] The change to the project “{ $project }” was refused.
    }
activity-project-hidden = The project “{ $project }” was hidden.
activity-project-restored = The project “{ $project }” is visible again.
activity-project-archived = { $organisation } archived the project “{ $project }”.
activity-project-revised = { $organisation } proposed a change to the project “{ $project }”.
activity-project-stage_changed = { $to ->
        [IDEA] The project “{ $project }” is an idea again.
        [PREPARATION] The project “{ $project }” is in preparation.
        [RUNNING] The project “{ $project }” starts.
        [COMPLETED] The project “{ $project }” is done.
       *[ABANDONED] The project “{ $project }” is given up.
    }
activity-project-need_met = The project “{ $project }” found what it looked for.
activity-project-offer_accepted = The project “{ $project }” chose the resource “{ $resource }”.
activity-project-need_withdrawn = The project “{ $project }” no longer looks for one of its needs.
activity-project-need_reopened = The project “{ $project }” looks for one of its needs again.
activity-project-milestone_reached = The project “{ $project }” reached a milestone.
activity-participation-invited = { $organisation } is invited to take part in the project “{ $project }”.
activity-participation-requested = { $organisation } asks to take part in the project “{ $project }”.
activity-participation-activated = { $organisation } takes part in the project “{ $project }”.
activity-participation-declined = { $organisation } will not take part in the project “{ $project }”.
activity-participation-left = { $organisation } no longer takes part in the project “{ $project }”.
activity-resource-created = { $organisation } is preparing the resource “{ $resource }”.
activity-resource-updated = { $organisation } changed the resource “{ $resource }”.
activity-resource-submitted = { $organisation } submitted the resource “{ $resource }”.
activity-resource-withdrawn = { $revision ->
        [none] { $organisation } took the resource “{ $resource }” back.
       *[other] { $organisation } took the change to the resource “{ $resource }” back.
    }
activity-resource-published = The resource “{ $resource }” of { $organisation } is published.
activity-resource-changes_requested = { $organisation } was asked for changes to the resource “{ $resource }”.
activity-resource-rejected = { $revision ->
        [none] The resource “{ $resource }” was refused.
       *[other] The change to the resource “{ $resource }” was refused.
    }
activity-resource-hidden = The resource “{ $resource }” was hidden.
activity-resource-restored = The resource “{ $resource }” is visible again.
activity-resource-archived = { $organisation } archived the resource “{ $resource }”.
activity-resource-revised = { $organisation } proposed a change to the resource “{ $resource }”.
activity-resource-conditions_changed = { $organisation } changed how the resource “{ $resource }” is booked.
activity-booking-requested = { $organisation } asks to book the resource “{ $resource }”.
activity-booking-confirmed = The booking of the resource “{ $resource }” by { $organisation } is confirmed.
activity-booking-declined = The booking of the resource “{ $resource }” by { $organisation } is declined.
activity-booking-cancelled = The booking of the resource “{ $resource }” by { $organisation } is called off.
activity-booking-changed = The booking of the resource “{ $resource }” by { $organisation } has changed.
activity-booking-handed_over = The resource “{ $resource }” is handed over to { $organisation }.
activity-booking-returned = { $organisation } gave the resource “{ $resource }” back{ $late ->
        [true] {" "}late
       *[other] {""}
    }.
activity-booking-no_show = Nobody came for the resource “{ $resource }” that { $organisation } had booked.
activity-booking-hours_declared = { $organisation } declares hours of work: “{ $resource }”.
activity-booking-hours_confirmed = The hours of “{ $resource }” for { $organisation } are confirmed.
activity-booking-hours_contested = The hours of “{ $resource }” for { $organisation } are to be looked at again.
activity-staff_loan-recorded = The loan of “{ $resource }” to { $organisation } is recorded.
activity-staff_loan-confirmed = { $organisation } confirms the loan of “{ $resource }”.
activity-staff_loan-declined = { $organisation } does not confirm the loan of “{ $resource }”.
activity-staff_loan-ended = The loan of “{ $resource }” to { $organisation } has ended.
activity-partnership-drafted = An agreement was begun.
activity-partnership-changed = The draft of the agreement was changed.
activity-partnership-commented = An article of the agreement was commented on.
activity-partnership-proposed = Version { $number } of the agreement waits for signatures.
activity-partnership-withdrawn = The proposed version of the agreement was taken back.
activity-partnership-signed = A party signed version { $number } of the agreement.
activity-partnership-declined = A party declined the agreement.
activity-partnership-amendment_declined = A party declined the amendment; the version in force stays.
activity-partnership-discarded = The draft was given up.
activity-partnership-activated = The agreement is in force.
activity-partnership-amended = Every party has signed the amendment.
activity-partnership-termination_noticed = A party gave notice of the agreement.
activity-partnership-terminated = The agreement was terminated and has ended.
activity-partnership-leaving = A party said that it leaves.
activity-partnership-party_left = A party has left.
activity-partnership-renewal_declined = A party declined the renewal.
activity-partnership-renewed = The agreement was renewed.
activity-partnership-expiring = The last day of the agreement comes near.
activity-partnership-suspended = A party suspended the agreement.
activity-partnership-resumed = The agreement goes on.
activity-partnership-awarded = The contract of the consortium was awarded.
activity-partnership-fulfilment_declared = A party said that something of a commitment was delivered.
activity-partnership-fulfilment_confirmed = What was delivered of a commitment is confirmed.
activity-partnership-fulfilment_contested = What was delivered of a commitment is contested.
activity-partnership-fulfilment_withdrawn = A party took back what it had declared.
activity-partnership-fulfilment_proof_added = A party showed by a file what was delivered.
activity-partnership-fulfilment_proof_removed = A party took such a file back.
activity-partnership-settlement_offered = A settlement is offered on something contested.
activity-partnership-fulfilment_settled = Both sides agreed on something contested.
activity-partnership-commitment_waived = A party gave up what it was owed.
activity-partnership-commitments_due = Something is due soon.
activity-partnership-commitments_late = Something is late.
activity-partnership-ended = The agreement has come to its end.
activity-lot-created = { $organisation } offers the lot “{ $label }” of the resource “{ $resource }”.
activity-lot-changed = { $organisation } changed the lot “{ $label }” of the resource “{ $resource }”.
activity-lot-stock_added = { $organisation } added { quantity } to the lot “{ $label }”.
activity-lot-corrected = { $organisation } counted the lot “{ $label }” anew: { quantity }.
activity-lot-split = { $organisation } made { quantity } of the lot “{ $label }” a lot of its own.
activity-lot-passed_on = { $organisation } offers { quantity } again: the lot “{ $label }”.
activity-reservation-held = { $organisation } reserves { quantity } of the resource “{ $resource }”.
activity-reservation-collected = { $organisation } fetched { quantity } of the resource “{ $resource }”.
activity-reservation-corrected = The collection of { $organisation } from the resource “{ $resource }” is corrected: { quantity }.
activity-reservation-cancelled = The reservation of { quantity } of the resource “{ $resource }” by { $organisation } is called off.
activity-reservation-expired = The reservation of { quantity } of the resource “{ $resource }” by { $organisation } has expired.
activity-reservation-deposit_returned = { $organisation } brought back { quantity } of the resource “{ $resource }”.
activity-reservation-passed_on = { $organisation } made a lot of { quantity } of the resource “{ $resource }”.
activity-review-opened = { $project ->
        [none] { $resource ->
            [none] The profile of { $organisation } waits for a review.
           *[other] The resource “{ $resource }” waits for a review.
        }
       *[other] The project “{ $project }” waits for a review.
    }
activity-review-claimed = { $project ->
        [none] { $resource ->
            [none] The review of the profile of { $organisation } was taken up.
           *[other] The review of the resource “{ $resource }” was taken up.
        }
       *[other] The review of the project “{ $project }” was taken up.
    }
activity-review-released = { $project ->
        [none] { $resource ->
            [none] The review of the profile of { $organisation } was given back.
           *[other] The review of the resource “{ $resource }” was given back.
        }
       *[other] The review of the project “{ $project }” was given back.
    }
activity-review-decided = { $project ->
        [none] { $resource ->
            [none] The review of the profile of { $organisation } is over.
           *[other] The review of the resource “{ $resource }” is over.
        }
       *[other] The review of the project “{ $project }” is over.
    }
activity-review-withdrawn = { $project ->
        [none] { $resource ->
            [none] The profile of { $organisation } no longer waits for a review.
           *[other] The resource “{ $resource }” no longer waits for a review.
        }
       *[other] The project “{ $project }” no longer waits for a review.
    }
activity-review-appealed = { $project ->
        [none] { $resource ->
            [none] { $organisation } contests the decision on its profile.
           *[other] { $organisation } contests the decision on the resource “{ $resource }”.
        }
       *[other] { $organisation } contests the decision on the project “{ $project }”.
    }

# Statements

month-01 = January
month-02 = February
month-03 = March
month-04 = April
month-05 = May
month-06 = June
month-07 = July
month-08 = August
month-09 = September
month-10 = October
month-11 = November
month-12 = December

charge-reason-USED = Used
charge-reason-CANCELLED = Cancelled too late
charge-reason-NO_SHOW = Nobody came

statement-title = Statement – { $month }
statement-file = statement
statement-month = Month
statement-debtor = Owed by
statement-creditor = Owed to
statement-hub = Hub
statement-total = Total
statement-number = Number
statement-start = Start
statement-end = End
statement-when = When
statement-what = Resource and purpose
statement-resources = Resources
statement-purpose = Purpose
statement-reason = Reason
statement-since = Owed since
statement-amount = Amount (€)
statement-hours = Hours (h:min)
statement-wages = Wages (€)
statement-charges = Social charges (€)
statement-expenses = Refunded expenses (€)
statement-work = { $worked } of work: { $wages } in wages, { $charges } in charges, { $expenses } in expenses
statement-due = Due
statement-booking = Booking
statement-open = The month is not over: lines may still be added.
statement-closed = The month is over: nothing is added any more.
statement-nature = This statement follows the conditions accepted with each booking. It is no invoice; the two organisations settle between themselves, and no payment goes through the platform.
statement-demo = Demonstration data: nothing on this statement has happened.
statement-foot = Statement { $statement }

cooperation-file = cooperation
cooperation-kind = Link
cooperation-from = From
cooperation-to = To
cooperation-count = Number
cooperation-hours = Hours
cooperation-first = First day
cooperation-last = Last day
cooperation-from-id = Id (from)
cooperation-to-id = Id (to)
cooperation-kind-PARTNERSHIP = Partnership
cooperation-kind-BOOKING = Booking
cooperation-kind-PROJECT = Shared project
cooperation-kind-STAFF_HOURS = Staff hours
cooperation-kind-MATERIAL = Material

# Calendars

calendar-taken = Booked ({ $units })
calendar-to-deliver = To deliver: { $what }
calendar-to-be-given = To be given: { $what } ({ $organisation })
calendar-borrowed = at { $organisation }
calendar-lent = { $organisation }
booking-state-REQUESTED = Waiting for an answer
booking-state-CONFIRMED = Confirmed
booking-state-DECLINED = Declined
booking-state-CANCELLED = Cancelled
booking-state-IN_USE = In use
booking-state-RETURNED = Returned
booking-state-NO_SHOW = Nobody came
booking-resource-hidden = resource not shown
## Why an offer fits a need

match-KIND = { $kind ->
        [SPACE] A place, as looked for.
        [EQUIPMENT] Equipment, as looked for.
        [VEHICLE] A vehicle, for a need of equipment.
        [MATERIAL] Material, as looked for.
       *[SKILL] Know-how, as looked for.
    }
match-WORDS = Words in common: { $words }.
match-SAME_COMMUNE = In the same commune, { $commune }.
match-SAME_INTERCOMMUNALITY = In { $commune }, in the same inter-municipal body.
match-SAME_DEPARTMENT = In { $commune }, in the same department ({ $department }).
match-FREE_THROUGHOUT = Free at all its opening hours from { $from } to { $until }.
match-FREE_IN_PART = Free for { $percent }% of its opening hours from { $from } to { $until }.
match-ENOUGH = As much as is needed: { $wanted } { $unit ->
        [HOUR] of { $offered } free hours.
        [DAY] of { $offered } free days.
       *[PIECE] of { $offered }.
    }
match-PART_OF_QUANTITY = A part of what is needed: { $offered } { $unit ->
        [HOUR] free hours of { $wanted }.
        [DAY] free days of { $wanted }.
       *[PIECE] of { $wanted }.
    }

## Conventions: what stands for the fields of articles, and what is on the document

convention-days = { $days } days
convention-no-end = no fixed end
convention-percent = { $percent }%
convention-all-parties = all other parties
convention-no-commitments = The parties make no commitment in figures.
convention-no-expenses = none
convention-renewal-open = The agreement has no fixed term; each party may end it with { $days } days’ notice.
convention-renewal-NONE = The agreement ends on its last day, without renewal.
convention-renewal-TACIT = On its last day the agreement is renewed for { $months } months, and so on, unless a party declines that at least { $days } days before.
convention-duration-fixed = The agreement is made for a fixed term and ends on { $last }, that day included, unless it is renewed. Each party performs it until its end date (Article 1212 of the Civil Code), save for exit or termination.
convention-duration-open = The agreement is made for an indefinite term (Article 1211 of the Civil Code).
convention-disclosure-NOTHING = The platform makes neither the text of the agreement nor its existence known to others than the parties.
convention-disclosure-EXISTENCE = Once all have signed the agreement, the team of the pôle reads on the platform that it exists, its title, form, parties and dates, and nothing else.
convention-disclosure-ALL = Once all have signed the agreement, the team of the pôle reads its text and its commitments on the platform.
convention-termination-open = Each party may end the agreement for all at any time, in writing and with its reasons, with { $days } days’ notice (Article 1211 of the Civil Code).
convention-termination-early = Each party may end the agreement for all before its end date, in writing and with its reasons, with { $days } days’ notice.
convention-termination-fixed = As the agreement is made for a fixed term, no party ends it for all before its end date by mere notice (Article 1212 of the Civil Code).
convention-termination-breach = If a party fails to perform its obligations and the failure is serious enough, another may, at its own risk, after a formal notice that went unheeded, notify all that it terminates the agreement, with its reasons; this takes effect on the day of the notification (Article 1226 of the Civil Code).
convention-renewal-EXPRESS = The agreement is renewed by an amendment alone that every party signs before its last day.
convention-role-PORTEUR = lead
convention-role-PARTENAIRE = partner
convention-role-FINANCEUR = funder
convention-role-MANDATAIRE = representative of the group
convention-liability-CONJOINT = The group is joint: each member performs the services allotted to it, and answers for these alone.
convention-liability-SOLIDAIRE = The group is joint and several: each member answers financially for the whole of the contract.
convention-liability-CONJOINT_MANDATAIRE_SOLIDAIRE = The group is joint, its representative jointly and severally liable: each member answers for the services allotted to it alone, and the representative for those of every member.
convention-action = { $action }: { $what }
convention-action-PROVIDE_MONEY = Provides money
convention-action-GIVE_GOODS = Gives goods
convention-action-LEND = Lends
convention-action-HOST = Hosts
convention-action-WORK = Has its people work
convention-action-DELIVER_SERVICE = Delivers a service
convention-action-ALLOCATE = Allocates
convention-commitment-debtor = Who
convention-commitment-creditors = To whom
convention-commitment-what = What
convention-commitment-amount = How much
convention-commitment-when = When
convention-due-monthly = each month, from { $first } to { $last }
convention-due-between = from { $first } to { $last }
convention-due-by = by { $last }
convention-due-from = from { $first } on
convention-due-throughout = throughout
convention-share-party = Member
convention-share-share = Share
convention-share-tasks = Services
convention-staff-title = Loan of staff
convention-staff-wages = Wages, an hour
convention-staff-charges = Social charges, an hour
convention-staff-expenses = Expenses refunded
convention-number = Version
convention-hub = Hub
convention-start = First day
convention-until = Last day
convention-article = Article { $number }. { $heading }
convention-signatures = Signatures
convention-signatures-what = Each signature is of the text above and its SHA-256. This document holds the text and the signatures in a form that any program can check.
convention-signature-party = For
convention-signature-person = By
convention-signature-at = On
convention-signature-proof = Identity shown by
convention-signed-at = { $at }
convention-proof-SIGN_IN = password
convention-proof-SECOND_FACTOR = password and second factor
convention-awaits = Waiting for the signature of: { $parties }.
convention-sha256 = SHA-256 of the text
convention-verify = Check this document
convention-key = Key of the seal
convention-partnership = Number
convention-attached = The text of the agreement and its signatures, for programs
convention-foot = Version { $number } – SHA-256 { $sha256 }

## Checking a document

verify-title = Check an agreement
verify-what = Choose the document as it was downloaded. It is compared with its seal and its signatures, then forgotten.
verify-file = The document (PDF)
verify-button = Check
verify-elsewhere = The public keys are at <a href="/.well-known/maillage-seals.json">/.well-known/maillage-seals.json</a>; the command <code>maillage verify</code> does the same without a network.
verify-version = Version { $number }
verdict-AUTHENTIC = This document is authentic and signed by every party.
verdict-INCOMPLETE = This document is authentic, but not every party had signed.
verdict-UNKNOWN_KEY = This document agrees with itself, but the key of its seal is not known: it proves nothing.
verdict-ALTERED = This document was changed: do not trust it.
verdict-NOT_A_CONVENTION = This file is no agreement downloaded from the platform.
finding-NO_SEAL = It has no seal, or more than one.
finding-FILE_ALTERED = The file has changed since it was sealed.
finding-TEXT_ALTERED = The text of the agreement was changed.
finding-SIGNATURE_FORGED = A signature was not sealed by the platform.
finding-SIGNATURE_ELSEWHERE = A signature belongs to another text.
finding-SIGNATURE_OF_NO_PARTY = A signature is given for an organisation that is no party.
finding-SIGNATURE_TWICE = A party is said to have signed twice.
finding-PARTY_MISSING = The signature of a party at least is missing.
finding-TOO_MANY = It carries more keys or signatures than an agreement ever has.
finding-NOT_HELD = The platform holds no such agreement, or no such signature of it.
finding-UNKNOWN_KEY = The key of the seal is not among those that the platform publishes.
