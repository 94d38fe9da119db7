# What people read in French. Spaces before « : ; ! ? » » and after « « » are no-break.
# `{ $name }` is a fact; `none` is the value of one that was not given.

## The request as a whole

error-UNAUTHENTICATED = Connectez-vous d’abord, ou reconnectez-vous.
error-FORBIDDEN = Vous n’avez pas le droit de faire cela.
error-NOT_FOUND = Il n’y a rien de tel ici.
error-INVALID = Cette demande n’est pas correcte.
error-CONFLICT = Quelqu’un a modifié cela entre-temps. Relisez, puis recommencez.
error-RATE_LIMITED = Trop d’essais. Réessayez dans { $retryAfter } s.
error-IDEMPOTENCY_MISMATCH = Cette clé Idempotency-Key a servi à une autre requête. Choisissez une nouvelle clé pour chaque changement.
error-INTERNAL = Une erreur est survenue de notre côté. Signalez-la avec ce numéro : { $id }.
error-OVERLOADED = La plateforme est trop sollicitée. Réessayez dans un instant.
error-QUERY_TOO_COMPLEX = Ce document demande trop.
error-QUERY_TOO_LARGE = Ce document est trop long.
error-TIMEOUT = Cela a pris trop de temps et a été interrompu ; la modification en cours n’a pas été faite.

http-batch = Envoyez une seule opération par requête.
http-events-only = Nous répondons ici en text/event-stream.
http-form = Le formulaire doit contenir un fichier dans le champ « file ».
http-idempotency-key = L’en-tête Idempotency-Key doit être un texte de 1 à { $max } caractères ASCII imprimables, sans espace.
http-interrupted = La requête s’est interrompue en chemin.
http-media-type = Le corps de la requête doit être en JSON (application/json).
http-no-query = Il manque « query », le document GraphQL.
http-not-acceptable = Nous répondons en application/graphql-response+json ou en application/json.
http-not-json = Le corps de la requête n’est pas du JSON (ligne { $line }, colonne { $column }).
http-not-map = « { $key } » doit être un objet JSON.
http-not-object = Le corps de la requête doit être un objet JSON.
http-not-text = « { $key } » doit être un texte.
http-operations = Au plus { $max } opérations à la fois par connexion.
http-post-only = Les mutations s’envoient par POST.
http-query-string = Les paramètres de l’adresse sont illisibles.
http-streams = Au plus { $max } flux et connexions ouverts à la fois.
http-too-large = La requête dépasse { $max } octets.
http-too-slow = Le corps de la requête n’est pas arrivé à temps.
http-uploads = Pas plus de { $max } fichiers à la fois.
http-websocket = Cette adresse se parle en WebSocket, sous-protocole graphql-transport-ws.

idempotency-one-mutation = Avec une clé Idempotency-Key, le document doit contenir exactement une mutation.

## Limits of one document

document-cycle = Le fragment « { $fragment } » s’ouvre lui-même.
document-malformed = Ce n’est pas du GraphQL (ligne { $line }, colonne { $column }).
document-not-one-field = Une souscription demande un seul champ, écrit dans l’opération elle-même.

limit-ALIASES = Trop d’alias : { $max } au plus.
limit-BRACKETS = Trop de parenthèses les unes dans les autres : { $max } au plus.
limit-BYTES = Document trop long : { $max } octets au plus. Mettez les textes dans les variables.
limit-COST = Trop coûteux : { $max } au plus. Demandez des pages plus petites ou moins de champs.
limit-COST_WITH_KEY = Trop coûteux pour une modification avec une Idempotency-Key : { $max } au plus. Demandez moins en réponse et lisez le reste ensuite.
limit-DEPTH = Trop de champs les uns dans les autres : { $max } au plus.
limit-DIRECTIVES = Trop de directives au même endroit : { $max } au plus.
limit-ELEMENTS = Liste trop longue : { $max } éléments au plus.
limit-NESTING = Trop de sélections les unes dans les autres, fragments compris : { $max } au plus.
limit-OPERATIONS = Trop d’opérations dans un document : { $max } au plus.
limit-PASSWORDS = Trop de mots de passe à vérifier en une fois : { $max } au plus.
limit-ROOTS = Trop de champs à la racine : { $max } au plus.
limit-SELECTIONS = Trop de champs une fois les fragments ouverts : { $max } au plus.
limit-TOKENS = Document trop long : { $max } mots au plus.
limit-VALUES = Variables trop grandes, ou employées trop souvent : { $max } valeurs au plus.

home-what = Plateforme des pôles territoriaux de coopération économique : mutualiser, coopérer, conventionner.
home-demo = Démonstration : les organisations réelles n’ont aucune part à ce site et n’y ont rien écrit. Ce qui est inventé est signalé.
home-graphiql = explorer l’API dans le navigateur
home-graphql = l’API elle-même, pour les programmes

## What is wrong with one field

problem-REQUIRED = À remplir.
problem-TOO_SHORT = Trop court : { $min } au moins, { $length } ici.
problem-TOO_LONG = Trop long : { $max } au plus, { $length } ici.
problem-MALFORMED = { $expected ->
        [none] La forme n’est pas la bonne.
       *[other] La forme n’est pas la bonne. Forme attendue : { $expected }
    }
problem-CHECKSUM = Un chiffre ne va pas : la clé de contrôle ne correspond pas.
problem-UNKNOWN = { $expected ->
        [none] { $given ->
            [none] Inconnu.
           *[other] Inconnu : « { $given } ».
        }
       *[other] Inconnu. Par exemple : { $expected }
    }
problem-OUT_OF_RANGE = { $min ->
        [none] Trop grand : { $max } au plus.
       *[other] { $max ->
            [none] Trop petit : { $min } au moins.
           *[other] Hors limites : de { $min } à { $max }.
        }
    }
problem-DUPLICATE = { $given ->
        [none] Donné deux fois, ou déjà pris.
       *[other] Donné deux fois : « { $given } ».
    }
problem-WRONG_TYPE = Cet identifiant désigne autre chose : « { $expected } » est attendu, « { $given } » est donné.
problem-INCONSISTENT = Ne va pas avec « { $with } ».
problem-FORBIDDEN_CHARACTER = Contient un caractère qui n’a pas sa place ici.
problem-GUESSABLE = Trop facile à deviner : mot de passe courant, répétition, suite, ou ce que l’on sait de vous. Prenez plusieurs mots sans rapport entre eux.
problem-NOT_A_PHOTO = Ce fichier n’est pas une photo JPEG, PNG ou WebP, quoi que dise son nom.
problem-UNSUPPORTED_FORMAT = Ce fichier n’est ni un PDF, ni une image JPEG ou PNG, quoi que dise son nom.
problem-UNREADABLE = Cette photo est abîmée ou incomplète. Enregistrez-la de nouveau puis réessayez.
problem-TOO_MANY_PIXELS = Cette photo est trop grande : au plus { $side } pixels de côté et { $max } en tout.

## Rules that refuse

refusal-WRONG_STATE = Ce n’est pas possible maintenant : { state }.
refusal-EMAIL_NOT_CONFIRMED = Confirmez d’abord votre adresse avec le code reçu par e-mail.
refusal-TOKEN_SPENT = Ce code n’est pas bon, a déjà servi ou est trop ancien. Demandez-en un autre.
refusal-WRONG_CREDENTIALS = L’adresse ou le mot de passe n’est pas le bon.
refusal-SECOND_FACTOR_REQUIRED = Le mot de passe est bon. Donnez aussi un code de votre second facteur, ou un code de secours.
refusal-SECOND_FACTOR_WRONG = Ce code n’est pas le bon, ou a déjà servi. Attendez le suivant, ou prenez un code de secours.
refusal-SESSION_ENDED = Cette session est terminée. Reconnectez-vous.
refusal-LAST_REPRESENTATIVE = Une organisation garde au moins une personne qui la représente. Nommez d’abord quelqu’un d’autre.
refusal-ALREADY_MANDATED = Cette personne a déjà un mandat pour cette organisation.
refusal-SIREN_TAKEN = Une autre organisation est enregistrée sous ce numéro SIREN.
refusal-ALREADY_MEMBER = Cette organisation a déjà une adhésion en cours dans le pôle.
refusal-NOT_ACTIVE_MEMBER = Cette organisation n’est pas membre actif du pôle.
refusal-CHARTER_OUTDATED = La charte a changé : la version { $current } est en vigueur. Lisez-la, puis acceptez-la.
refusal-NO_CHARTER = Ce pôle n’a pas encore publié de charte à accepter.
refusal-LAST_COORDINATOR = Un pôle garde au moins une personne qui le coordonne. Nommez d’abord quelqu’un d’autre.
refusal-COLLEGE_IN_USE = Ce collège a encore des membres. Changez-les d’abord de collège.
refusal-SLUG_TAKEN = Un autre pôle porte déjà cette adresse courte.
refusal-INCOMPLETE = Il manque encore quelque chose : « { $field } ».
refusal-CLAIMED_BY_ANOTHER = Une autre personne s’occupe de ce dossier jusqu’au { $until }.
refusal-REVIEW_CLOSED = Ce dossier est clos : { $outcome ->
        [PUBLISHED] le contenu est en ligne
        [CHANGES_REQUESTED] des changements ont été demandés
        [REJECTED] la publication a été refusée
        [HIDDEN] le contenu a été masqué
        [UPHELD] la décision a été maintenue
        [OVERTURNED] la décision a été annulée
        [WITHDRAWN] la soumission a été retirée
       *[other] { $outcome }
    }.
refusal-APPEAL_NOT_POSSIBLE = Cette décision ne peut pas, ou plus, être contestée ici.
refusal-ALREADY_PARTICIPANT = Cette organisation participe déjà au projet, ou y est déjà invitée.
refusal-CLOSED = La ressource est fermée du { $from } au { $until }.
refusal-OVER_CAPACITY = Il n’y en a pas assez du { $from } au { $until } : { $units } demandés, { $free } libres sur { $capacity }.
refusal-TOO_SHORT = Trop court : { $length } ; cette ressource se réserve pour au moins { $minLength }.
refusal-TOO_LONG = Trop long : { $length } ; cette ressource se réserve pour au plus { $maxLength }.
refusal-TOO_SOON = Délai trop court : le début possible le plus proche est le { $earliest }.
refusal-TOO_FAR = Trop loin : au plus tard le { $latest }.
refusal-NOT_ELIGIBLE = Votre organisation ne peut pas réserver cette ressource : elle est partagée entre les membres actifs de ses pôles, ou avec les organisations nommées.
refusal-WITHDRAWN = Cette ressource n’est plus proposée, ou ne se réserve pas.
refusal-OUT_OF_STOCK = Il n’y en a pas assez : { $asked } demandés, { $available } disponibles ({ unit }).
refusal-WRONG_KIND = { $kind ->
        [MATERIAL] Un matériau ne se réserve pas par créneau : il a des lots, dont on réserve une quantité.
        [STAFF_TIME] Du temps de travail ne se rend pas et n’a pas de lots : l’organisation qui emprunte déclare les heures, l’employeur les confirme.
       *[other] Cette ressource se réserve par créneau : seul un matériau a des lots.
    }
refusal-NO_CONVENTION = Avant la première heure, il fallait une convention signée des deux et l’accord écrit de la personne, pour les jours du { $from } au { $until } (code du travail, art. L8241-2) : une convention de mise à disposition signée ici et en vigueur, ou une convention sur papier que l’employeur enregistre (`recordStaffLoan`) et que l’organisation qui emprunte confirme.
refusal-NOT_STAFF_TIME = Cela ne concerne que le temps de travail d’une personne mise à disposition.
refusal-FORM_RULE = { $rule ->
        [LIABILITY_SAID] Un groupement dit s’il est conjoint ou solidaire (CCP art. R2142-20).
        [ONE_MANDATAIRE] Un groupement a un mandataire, et un seul, parmi ses membres : donnez ce rôle à une partie (CCP art. R2142-24).
        [SHARES_ADD_UP] Les parts de toutes les parties doivent être données et faire exactement 100 %.
        [TASKS_SPLIT] Le groupement est conjoint : dites les prestations de chaque partie (CCP art. R2142-20).
        [COMPOSITION_FROZEN] Entre la remise de l’offre et la signature du marché, la composition d’un groupement ne change qu’avec l’accord de l’acheteur, et personne n’y met fin (CCP art. R2142-26).
        [LEFT_BY_AMENDMENT] On ne quitte un groupement que par un avenant, qui répartit de nouveau les parts.
        [TWO_PARTIES] Une mise à disposition se conclut entre deux organisations (code du travail, art. L8241-2).
        [STAFF_SAID] Dites quel temps de travail publié par l’une des parties est mis à disposition (code du travail, art. L8241-2).
        [COSTS_ONLY] Une mise à disposition ne se paie pas : seuls salaires, charges et frais sont remboursés (code du travail, art. L8241-1). Retirez l’engagement d’apporter de l’argent.
        [EMPLOYEE_AGREED] Il faut l’accord écrit de la personne, donné avant la proposition et au plus tard le premier jour ; pour une autre personne, avant de proposer l’avenant (code du travail, art. L8241-2).
        [LENT_TO_MEMBERS] Le personnel d’un groupement d’employeurs ne travaille que pour ses membres : faites d’abord signer à l’autre partie la convention du groupement, ou nommez-la parmi les destinataires de ce temps de travail (code du travail, art. L1253-1).
        [GROUP_AND_MEMBERS] Il faut parmi les parties un groupement d’employeurs, et un seul ; les autres en sont les membres (code du travail, art. L1253-1).
        [CONTRIBUTIONS_SAID] Une caisse commune dit qui verse quoi : ajoutez un engagement d’apporter de l’argent.
       *[other] Une caisse commune dit comment elle est distribuée : ajoutez un engagement d’attribuer.
    }
refusal-OTHER_VERSION = Ce n’est pas le texte que vous avez lu : la version { $number } attend les signatures. Lisez-la d’abord.
refusal-ALREADY_SIGNED = Votre organisation a déjà signé cette version.
refusal-NOT_A_SIGNATORY = Votre organisation n’est pas de celles qui signent cette version.
refusal-SIGN_IN_AGAIN = Pour signer, reconnectez-vous, ou donnez un code de votre second facteur : la connexion doit dater de moins de dix minutes.
refusal-TOO_LATE = Il était possible de le faire jusqu’au { $until }.
refusal-FIXED_TERM = La convention est conclue à durée déterminée, jusqu’au { $until }, et ne prévoit pas qu’une partie y mette fin plus tôt par préavis.
refusal-SUSPENDED_BY_ANOTHER = L’organisation qui a suspendu la convention la reprend.
refusal-NOT_YOUR_SIDE = C’est à l’autre partie de l’engagement de le faire : à qui le doit, ou à qui il est dû.
refusal-ALREADY_COUNTED = Cette réservation compte déjà pour un engagement. Ce qui en a été déclaré peut être retiré tant que les deux parties ne sont pas d’accord.
refusal-CONTESTED_BY_ANOTHER = Une autre organisation de votre côté a contesté cette réalisation. C’est à elle de répondre.
refusal-TOO_MANY_PHOTOS = { $max } photos de votre organisation ne sont montrées nulle part. Montrez-en, ou attendez : ce que rien ne montre est effacé au bout de { $hours } heures.
refusal-TOO_MANY_FULFILMENTS = Votre organisation déclare au plus { $max } réalisations en { $hours } heures dans une même convention. Continuez demain.
refusal-TOO_MANY_PROOFS = Votre organisation prouve une réalisation par { $max } fichiers au plus. Retirez-en un, ou réunissez-les.
refusal-TOO_MANY_DRAFTS = Votre organisation peut nommer dans ses projets de convention { $max } organisations extérieures au pôle en { $hours } heures. Continuez demain.
refusal-TOO_MANY_VERSIONS = Cette convention a déjà { $max } versions, autant qu’une convention peut en avoir. Commencez-en une autre.
refusal-TOO_MANY_PROPOSALS = Cette convention a été proposée { $max } fois en { $hours } heures. Proposez-la de nouveau à partir du { $until }.
refusal-NOTHING_TO_DO = Il n’y a rien à changer.

state = { $state ->
        [DRAFT] c’est un brouillon
        [SUBMITTED] une relecture est en cours
        [CHANGES_REQUESTED] des changements sont demandés
        [PUBLISHED] c’est en ligne
        [REJECTED] la publication est refusée
        [HIDDEN] c’est masqué
        [ARCHIVED] c’est archivé
        [IDEA] le projet est une idée
        [PREPARATION] le projet est en préparation
        [RUNNING] le projet est en cours
        [COMPLETED] le projet est achevé
        [ABANDONED] le projet est abandonné
        [OPEN] le besoin est ouvert
        [MET] le besoin est satisfait
        [WITHDRAWN] c’est retiré
        [APPLIED] une demande d’adhésion attend sa réponse
        [INVITED] une invitation attend sa réponse
        [REQUESTED] une demande attend sa réponse
        [ACTIVE] c’est déjà actif
        [REFUSED] la demande est refusée
        [DECLINED] la réponse a été non
        [SUSPENDED] c’est suspendu
        [LEFT] le départ est acté
        [EXCLUDED] l’exclusion est prononcée
        [PUBLICATION] le dossier porte sur une publication
        [REVISION] le dossier porte sur une modification
        [HIDING] le dossier porte sur un masquage
        [APPEAL] le dossier porte sur un recours
        [CLOSED] l’invitation n’est plus ouverte
        [ENDED] c’est terminé
        [ABSENT] cela n’existe pas ou plus
        [REACHED] l’étape est déjà franchie
        [UNCLAIMED] personne ne s’est saisi du dossier
        [CONFIRMED] c’est confirmé
        [CANCELLED] la réservation est annulée
        [HELD] le matériau est gardé
        [COLLECTED] le matériau est retiré
        [EXPIRED] le délai est passé
        [RECORDED] la convention attend d’être confirmée
        [IN_FORCE] la convention est en vigueur
        [NOT_DECLARED] les heures ne sont pas déclarées
        [PROPOSED] une version attend les signatures
        [SIGNED] toutes les parties ont signé, et le premier jour n’est pas encore venu
        [SETTLED] c’est réglé
        [TERMINATED] c’est résilié
        [DISCARDED] c’est abandonné
        [DECLARED] l’autre partie n’a pas encore répondu
        [FULFILLED] l’engagement est tenu
        [WAIVED] votre organisation y a déjà renoncé
        [NOTHING_OFFERED] aucun accord n’est proposé
        [CONTESTED] c’est déjà contesté
        [IN_USE] c’est en cours
        [RETURNED] la ressource est rendue
        [NO_SHOW] personne n’est venu
        [STARTED] l’heure du début est passée
        [NOT_STARTED] l’heure du début n’est pas encore là
        [LATE] une annulation serait déjà due, et ce changement rendrait une part de ce qui est réservé
       *[other] { $state }
    }

## What would be needed

forbidden-NO_MANDATE = Il faut un mandat pour cette organisation.
forbidden-NEEDS_CONTRIBUTOR = Il faut un mandat pour écrire au nom de cette organisation.
forbidden-NEEDS_REPRESENTATIVE = Il faut représenter cette organisation.
forbidden-NEEDS_COORDINATOR = C’est réservé à la coordination du pôle.
forbidden-NEEDS_MODERATOR = C’est réservé à la modération du pôle.
forbidden-CONFLICT_OF_INTEREST = Il s’agit de votre propre organisation : une autre personne de l’équipe doit décider.
forbidden-DECIDED_BEFORE = Vous avez pris la décision contestée : une autre personne doit en juger.
forbidden-NEEDS_MEMBERSHIP = C’est réservé aux membres actifs du pôle.
forbidden-NEEDS_SECOND_FACTOR = Le pôle demande un second facteur à son équipe. Ajoutez-en un à votre compte avec `enrolSecondFactor`.
forbidden-NEEDS_OPERATOR = C’est réservé à la personne qui administre cette installation.

## How to contest a decision

contest-CHANGES_REQUESTED = Vous pouvez corriger puis soumettre de nouveau, ou soumettre de nouveau en expliquant votre choix à l’équipe du pôle. Vous pouvez aussi saisir un organe de règlement extrajudiciaire des litiges (article 21 du règlement (UE) 2022/2065) ou la justice.
contest-REJECTED = Vous pouvez contester cette décision une fois, sans frais, par la mutation `appealDecision` (dossier { $review }) : une autre personne en jugera. Vous pouvez aussi saisir un organe de règlement extrajudiciaire des litiges (article 21 du règlement (UE) 2022/2065) ou la justice.
contest-HIDDEN = Vous pouvez contester cette décision une fois, sans frais, par la mutation `appealDecision` (dossier { $review }) : une autre personne en jugera. Vous pouvez aussi saisir un organe de règlement extrajudiciaire des litiges (article 21 du règlement (UE) 2022/2065) ou la justice.
contest-upheld = Vous pouvez encore saisir un organe de règlement extrajudiciaire des litiges (article 21 du règlement (UE) 2022/2065) ou la justice.
contest-membership = Si vous n’êtes pas d’accord, adressez-vous à la coordination du pôle, qui peut revoir sa décision. Vous pouvez aussi saisir la justice.

## Mails

mail-greeting = Bonjour { $name },
mail-greeting-unknown = Bonjour,
mail-signature =
    Bien à vous,
    Maillage
    { $url }

mail-confirm-email-subject = Confirmez votre adresse
mail-confirm-email-text =
    Un compte Maillage vient d’être ouvert à votre adresse. Pour la confirmer, voici votre code :

    { $code }

    Collez-le dans la mutation `confirmEmail`, par exemple sur { $url }/graphiql. Il est valable trois jours et sert une fois.

    Si vous n’avez rien demandé, vous n’avez rien à faire : sans ce code, le compte ne peut pas servir.

mail-address-in-use-subject = Vous avez déjà un compte
mail-address-in-use-text =
    Quelqu’un, vous peut-être, a voulu ouvrir un compte Maillage à votre adresse. Elle en a déjà un, et rien n’a changé.

    Si c’était vous, connectez-vous comme d’habitude. Mot de passe oublié, ou adresse jamais confirmée ? La mutation `requestPasswordReset`, par exemple sur { $url }/graphiql, vous envoie un code pour choisir un autre mot de passe.

    Si ce n’était pas vous, vous n’avez rien à faire.

mail-reset-password-subject = Choisissez un autre mot de passe
mail-reset-password-text =
    Vous avez demandé à choisir un autre mot de passe. Voici votre code :

    { $code }

    Collez-le dans la mutation `resetPassword`, par exemple sur { $url }/graphiql. Il est valable une heure et sert une fois. Toutes vos sessions se termineront.

    Si vous n’avez rien demandé, vous n’avez rien à faire : votre mot de passe reste le même.

mail-password-changed-subject = Votre mot de passe a changé
mail-password-changed-text =
    Le mot de passe de votre compte vient de changer, et les sessions ouvertes sur d’autres appareils sont terminées.

    Si ce n’était pas vous, choisissez tout de suite un autre mot de passe avec la mutation `requestPasswordReset`, par exemple sur { $url }/graphiql.

mail-second-factor-subject = Votre second facteur
mail-second-factor-text =
    { $what ->
        [second_factor_enabled] Un code de votre appareil est désormais demandé quand vous vous connectez. Les sessions ouvertes sur d’autres appareils sont terminées. Gardez vos codes de secours ailleurs que sur cet appareil.
        [second_factor_disabled] Plus aucun code n’est demandé quand vous vous connectez : le mot de passe suffit.
        [second_factor_guessed] Quelqu’un connaît votre mot de passe, et a donné plusieurs codes faux pour se connecter à votre compte. Les codes suivants attendent de plus en plus longtemps.
        [recovery_codes_renewed] Vous avez de nouveaux codes de secours. Les anciens ne servent plus.
       *[other] Un de vos codes de secours vient de servir. Il vous en reste { $left }.
    }

    Si ce n’était pas vous, choisissez tout de suite un autre mot de passe avec la mutation `requestPasswordReset`, par exemple sur { $url }/graphiql.

mail-invitation-subject = { $organisation } vous invite
mail-invitation-text =
    { $host } vous invite à agir pour { $organisation } sur Maillage, { $role ->
        [REPRESENTATIVE] pour la représenter : signer et gérer les mandats
        [CONTRIBUTOR] pour écrire en son nom
       *[READER] pour lire ce qui la concerne
    }.

    Pour accepter, connectez-vous (ou ouvrez un compte), puis collez ce code dans la mutation `acceptInvitation`, par exemple sur { $url }/graphiql :

    { $code }

    Il est valable jusqu’au { $until } et sert une fois. Si cela ne vous concerne pas, vous n’avez rien à faire.

mail-membership-applied-subject = { $organisation } demande à rejoindre { $hub }
mail-membership-applied-text =
    { $organisation } demande à rejoindre { $hub } ({ member-category }) et a accepté la charte.

    Votre réponse est attendue : `acceptMembership` ou `refuseMembership`, par exemple sur { $url }/graphiql. L’adhésion porte le numéro { $membership }.

mail-membership-invited-subject = { $hub } vous invite à le rejoindre
mail-membership-invited-text =
    { $hub } invite { $organisation } à le rejoindre ({ member-category }).

    Lisez la charte du pôle, puis répondez avec `joinHub` ou `declineMembershipInvitation`, par exemple sur { $url }/graphiql. L’adhésion porte le numéro { $membership }.

mail-membership-decided-subject = { $state ->
        [ACTIVE] { $organisation } est membre de { $hub }
        [REFUSED] Demande d’adhésion refusée : { $organisation }
        [SUSPENDED] Adhésion suspendue : { $organisation }
        [EXCLUDED] Exclusion de { $hub } : { $organisation }
       *[other] Adhésion de { $organisation } à { $hub }
    }
mail-membership-decided-text =
    { $state ->
        [ACTIVE] Bonne nouvelle : l’adhésion de { $organisation } à { $hub } est active.
        [REFUSED] La coordination de { $hub } n’a pas accepté la demande d’adhésion de { $organisation }.
        [SUSPENDED] La coordination de { $hub } a suspendu l’adhésion de { $organisation } : l’organisation garde ce qui est à elle, mais n’a plus pour l’instant les droits d’un membre.
        [EXCLUDED] La coordination de { $hub } a mis fin à l’adhésion de { $organisation }.
       *[other] L’adhésion de { $organisation } à { $hub } a changé : { state }.
    }

    L’adhésion porte le numéro { $membership } : { $url }/graphiql.
mail-membership-reasons =
    La raison donnée :

    { $reason }

mail-charter-published-subject = { $hub } publie sa charte, version { $number }
mail-charter-published-text =
    { $hub } vient de publier la version { $number } de sa charte et demande à ses membres de l’accepter.

    Lisez-la, puis acceptez-la pour chaque organisation que vous représentez avec la mutation `acceptCharter`, par exemple sur { $url }/graphiql.
mail-charter-until = Une réponse est souhaitée avant le { $until }.

mail-review-opened-subject = À relire : { $title }
mail-review-opened-text =
    { $kind ->
        [APPEAL] { $organisation } conteste la décision prise sur { what } ({ $hub }). Quelqu’un d’autre que la personne qui a décidé doit en juger.
       *[other] { $organisation } soumet { what } à la relecture de { $hub }.
    }

    Pour vous en saisir pendant trente minutes : `claimReview`, par exemple sur { $url }/graphiql. Le dossier porte le numéro { $review }.
mail-review-plea =
    Ce que dit l’organisation :

    { $plea }

mail-review-decided-subject = { $outcome ->
        [PUBLISHED] En ligne : { $title }
        [CHANGES_REQUESTED] Des changements sont demandés : { $title }
        [REJECTED] Publication refusée : { $title }
        [HIDDEN] Masqué : { $title }
        [UPHELD] Décision maintenue : { $title }
        [OVERTURNED] Décision annulée : { $title }
       *[other] Décision rendue : { $title }
    }
mail-review-decided-text =
    { $outcome ->
        [PUBLISHED] Bonne nouvelle : l’équipe de { $hub } a validé { what }. C’est en ligne.
        [CHANGES_REQUESTED] L’équipe de { $hub } a relu { what } et demande des changements avant la publication.
        [REJECTED] L’équipe de { $hub } a relu { what } et en refuse la publication.
        [HIDDEN] L’équipe de { $hub } a masqué { what } : plus personne ne peut le lire, sauf votre organisation et l’équipe du pôle.
        [UPHELD] Une autre personne de l’équipe de { $hub } a examiné votre recours sur { what } et maintient la décision.
        [OVERTURNED] L’équipe de { $hub } a annulé sa décision sur { what }, que vous aviez contestée : c’est en ligne.
       *[other] L’équipe de { $hub } a rendu sa décision sur { what }.
    }

    Le dossier porte le numéro { $review } : { $url }/graphiql.
mail-review-upheld = La décision a été maintenue le { $at }. Les motifs qui restent valables :
what = { $subject ->
        [RESOURCE] { $kind ->
            [REVISION] la modification de la ressource « { $title } »
           *[other] la ressource « { $title } »
        }
        [PROJECT] { $kind ->
            [REVISION] la modification du projet « { $title } »
           *[other] le projet « { $title } »
        }
       *[ORGANISATION] { $kind ->
            [REVISION] la modification de la fiche de { $title }
           *[other] la fiche de { $title }
        }
    }

mail-statement =
    Exposé des motifs (article 17 du règlement (UE) 2022/2065)

    Ce qui est restreint : { $restriction ->
        [CHANGES_REQUESTED] la publication, en attente de changements
        [REJECTED] la publication, refusée
       *[HIDDEN] le contenu publié, masqué
    }
    Les faits : { $facts }
    Le fondement : { $ground ->
        [LAW] la loi
       *[CHARTER] la charte du pôle
    }{ $reference ->
        [none] {""}
       *[other] , { $reference }
    }
    Décision automatisée : { $automated ->
        [true] oui
       *[false] non, une personne a décidé
    }
    Date : { $at }

mail-participation-invited-subject = { $lead } vous invite dans un projet
mail-participation-invited-text =
    { $lead } invite { $organisation } à participer au projet « { $project } »{ $part ->
        [none] .
       *[other] {" "}pour : { $part }.
    }

    Votre réponse est attendue : `acceptParticipation` ou `declineParticipation`, par exemple sur { $url }/graphiql. La participation porte le numéro { $participation }.

mail-participation-requested-subject = { $organisation } demande à participer à un projet
mail-participation-requested-text =
    { $organisation } demande à participer au projet « { $project } », mené par { $lead }{ $part ->
        [none] .
       *[other] , pour : { $part }.
    }

    Votre réponse est attendue : `acceptParticipation` ou `declineParticipation`, par exemple sur { $url }/graphiql. La participation porte le numéro { $participation }.

mail-membership-gone-subject = { $state ->
        [DECLINED] { $organisation } ne rejoint pas { $hub }
       *[LEFT] { $organisation } quitte { $hub }
    }
mail-membership-gone-text =
    { $state ->
        [DECLINED] { $organisation } décline l’invitation de { $hub }.
       *[LEFT] { $organisation } a quitté { $hub }. Ce que l’organisation a publié reste.
    }

    L’adhésion porte le numéro { $membership } : { $url }/graphiql.

mail-membership-charter-outdated = La charte a changé depuis la demande : sa version { $number } reste à accepter avec `acceptCharter`.

mail-participation-answered-subject = { $state ->
        [ACTIVE] { $organisation } participe au projet « { $project } »
       *[DECLINED] { $organisation } ne participera pas au projet « { $project } »
    }
mail-participation-answered-text =
    { $state ->
        [ACTIVE] La réponse est oui : { $organisation } participe au projet « { $project } », mené par { $lead }.
       *[DECLINED] La réponse est non : { $organisation } ne participera pas au projet « { $project } », mené par { $lead }.
    }

    La participation porte le numéro { $participation } : { $url }/graphiql.

mail-offer-accepted-subject = { $lead } retient « { $resource } »
mail-offer-accepted-text =
    { $project ->
        [none] { $lead } retient « { $resource } », que votre organisation partage, pour un besoin d’un de ses projets.
       *[other] { $lead } retient « { $resource } », que votre organisation partage, pour le besoin « { $need } » de son projet « { $project } » ({ $number }).
    }

    Rien n’est encore réservé : { $lead } réserve le temps qu’il lui faut avec `bookResources`, et vous répondez à la demande si vous avez choisi de les confirmer. Si la ressource n’est plus à prêter, prévenez { $lead } ou archivez-la : { $url }/graphiql.

mail-booking-requested-subject = { $organisation } demande à réserver
mail-booking-requested-text =
    { $organisation } demande à réserver auprès de { $owner } : { $resources }, du { $start } au { $end }{ $dates ->
        [none] .
       *[other] , première de { $dates } dates.
    }

    Votre réponse est attendue : `confirmBooking` ou `declineBooking`, par exemple sur { $url }/graphiql. La réservation porte le numéro { $booking }. Rien n’est gardé tant que vous n’avez pas répondu.

mail-booking-confirmed-subject = Réservation confirmée : { $resources }
mail-booking-confirmed-text =
    La réservation de { $organisation } auprès de { $owner } est confirmée : { $resources }, du { $start } au { $end }{ $dates ->
        [none] .
       *[other] , première de { $dates } dates.
    }

    La réservation porte le numéro { $booking } : { $url }/graphiql.

mail-booking-declined-subject = Réservation refusée : { $resources }
mail-booking-declined-text =
    { $owner } ne peut pas donner suite à la demande de { $organisation } : { $resources }, du { $start } au { $end }.

    La réservation porte le numéro { $booking } : { $url }/graphiql.

mail-booking-cancelled-subject = Réservation annulée : { $resources }
mail-booking-cancelled-text =
    La réservation de { $organisation } auprès de { $owner } est annulée : { $resources }, du { $start } au { $end }.

    La réservation porte le numéro { $booking } : { $url }/graphiql.

mail-booking-changed-subject = Réservation modifiée : { $resources }
mail-booking-changed-text =
    La réservation de { $organisation } auprès de { $owner } a changé : { $resources }, du { $start } au { $end }. { $state ->
        [REQUESTED] Elle attend d’être confirmée par { $owner } ; rien n’est gardé d’ici là.
       *[other] Elle est confirmée.
    }

    La réservation porte le numéro { $booking } : { $url }/graphiql.

mail-booking-no-show-subject = Personne n’est venu : { $resources }
mail-booking-no-show-text =
    { $owner } signale que personne de { $organisation } n’est venu pour la réservation de { $resources }, du { $start } au { $end }.

    Si c’est une erreur, voyez-le directement avec { $owner }. La réservation porte le numéro { $booking } : { $url }/graphiql.

mail-hours-declared-subject = { $organisation } déclare { $worked } : { $resources }
mail-hours-declared-text =
    { $organisation } déclare { $worked } de travail pour la réservation de { $resources }, du { $start } au { $end }. Hors frais remboursés, cela fait { $total } de salaire et de charges.

    Confirmez les heures, avec les frais que vous avez remboursés à la personne, ou dites ce qui ne va pas : `confirmHours` ou `contestHours`, par exemple sur { $url }/graphiql. La réservation porte le numéro { $booking }.

mail-hours-confirmed-subject = Heures confirmées : { $resources }
mail-hours-confirmed-text =
    { $owner } confirme { $worked } de travail pour la réservation de { $resources }, du { $start } au { $end }. Salaire, charges et frais font ensemble { $total } ; ce qui est dû figure au relevé du mois.

    La réservation porte le numéro { $booking } : { $url }/graphiql.

mail-hours-contested-subject = Heures à revoir : { $resources }
mail-hours-contested-text =
    { $owner } n’est pas d’accord avec les heures déclarées pour la réservation de { $resources }, du { $start } au { $end }.

    Mettez-vous d’accord, puis déclarez de nouveau les heures : `declareHours`, par exemple sur { $url }/graphiql. La réservation porte le numéro { $booking }.

mail-staff-loan-recorded-subject = { $lender } enregistre une mise à disposition : { $resource }
mail-staff-loan-recorded-text =
    { $lender } enregistre que vous avez signé ensemble la convention « { $convention } » : une personne (« { $resource } ») travaille pour { $organisation } du { $from } au { $until }, avec son accord écrit.

    Si c’est bien ce que vous avez signé, confirmez-le ; sinon, dites-le : `confirmStaffLoan` ou `declineStaffLoan`, par exemple sur { $url }/graphiql. Seules comptent les heures qui commencent après votre confirmation. La mise à disposition porte le numéro { $loan }.

mail-staff-loan-confirmed-subject = Mise à disposition confirmée : { $resource }
mail-staff-loan-confirmed-text =
    { $organisation } confirme la convention « { $convention } » : la personne (« { $resource } ») peut travailler pour elle du { $from } au { $until }.

    La mise à disposition porte le numéro { $loan } : { $url }/graphiql.

mail-staff-loan-declined-subject = Mise à disposition non confirmée : { $resource }
mail-staff-loan-declined-text =
    { $organisation } n’a pas signé la convention « { $convention } » telle que vous l’avez enregistrée (« { $resource } », du { $from } au { $until }).

    Voyez avec { $organisation } ce qui diffère, puis enregistrez-la de nouveau. La mise à disposition porte le numéro { $loan } : { $url }/graphiql.

mail-staff-loan-ended-subject = Mise à disposition terminée : { $resource }
mail-staff-loan-ended-text =
    La mise à disposition de « { $resource } » par { $lender } à { $organisation }, convention « { $convention } », prend fin. Aucune heure ne peut plus être faite après ce jour ; celles qui ont été faites se déclarent encore et restent dues.

    La mise à disposition porte le numéro { $loan } : { $url }/graphiql.

mail-partnership-drafted-subject = { $organisation } prépare une convention avec vous : { $title }
mail-partnership-drafted-text =
    { $organisation } a commencé la convention « { $title } » et y nomme votre organisation. Vous pouvez la lire, la modifier et la commenter ; personne n’est engagé avant que tous aient signé.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-proposed-subject = À signer : { $title }
mail-partnership-proposed-text =
    { $organisation } propose à la signature la version { $number } { $amends ->
        [true] (un avenant) de la convention
       *[other] de la convention
    } « { $title } ». Elle attend la signature de votre organisation : lisez-la, puis signez-la ou déclinez-la (`signPartnership`, `declinePartnership`).

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-withdrawn-subject = Version reprise : { $title }
mail-partnership-withdrawn-text =
    { $organisation ->
        [none] La version proposée de « { $title } » n’attend plus de signatures : une partie qu’elle nommait s’est retirée. Les signatures déjà données tombent avec elle ; une nouvelle version peut être proposée, avec cette partie ou sans elle.
       *[other] { $organisation } a repris la version proposée de « { $title } » pour la modifier. Les signatures déjà données tombent avec elle ; une nouvelle version vous sera proposée.
    }

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-activated-subject = En vigueur : { $title }
mail-partnership-activated-text =
    Toutes les parties ont signé la convention « { $title } » : elle est en vigueur depuis le { $day }. Téléchargez-la avec sa page de signatures et gardez-la.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-amended-subject = Avenant signé de toutes les parties : { $title }
mail-partnership-amended-text =
    Toutes les parties ont signé l’avenant à la convention « { $title } » : il remplace la version précédente. Une résiliation notifiée auparavant ne vaut plus. Téléchargez-le avec sa page de signatures et gardez-le.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-declined-subject = { $organisation } décline : { $title }
mail-partnership-declined-text =
    { $organisation } décline la convention « { $title } ». Elle n’aura pas lieu sous cette forme ; rien n’empêche d’en commencer une autre.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-amendment-declined-subject = { $organisation } décline l’avenant : { $title }
mail-partnership-amendment-declined-text =
    { $organisation } décline l’avenant à la convention « { $title } ». La version en vigueur continue de s’appliquer.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-termination-noticed-subject = { $organisation } résilie : { $title }
mail-partnership-termination-noticed-text =
    { $organisation } résilie la convention « { $title } ». { $ground ->
        [BREACH] Elle invoque un manquement d’une autre partie, resté sans remède après une mise en demeure (article 1226 du Code civil) : la convention prend fin pour toutes le { $day }. Qui conteste cette résolution peut saisir le juge.
       *[other] Elle prend fin pour toutes les parties le { $day }, au terme du préavis ; elle s’applique jusque-là.
    }

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-terminated-subject = Convention résiliée : { $title }
mail-partnership-terminated-text =
    { $ground ->
        [BREACH] La convention « { $title } » est résolue pour manquement : elle a pris fin.
       *[other] Le préavis est écoulé : la convention « { $title } » a pris fin.
    }

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-leaving-subject = { $organisation } se retire : { $title }
mail-partnership-leaving-text =
    { $organisation } se retire de la convention « { $title } » à compter du { $day }, au terme du préavis.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-party-left-subject = Une partie s’est retirée : { $title }
mail-partnership-party-left-text =
    Une partie s’est retirée de la convention « { $title } », son préavis étant écoulé.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-renewal-declined-subject = Pas de reconduction : { $title }
mail-partnership-renewal-declined-text =
    { $organisation } s’oppose à la reconduction de la convention « { $title } ». Elle s’applique jusqu’à son terme et n’est plus en vigueur à partir du { $day }.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-renewed-subject = Convention reconduite : { $title }
mail-partnership-renewed-text =
    La convention « { $title } » est reconduite jusqu’au { $day }, personne ne s’y étant opposé à temps.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-expiring-subject = { $renews ->
        [true] Bientôt reconduite : { $title }
       *[other] Bientôt à son terme : { $title }
    }
mail-partnership-expiring-text =
    { $renews ->
        [true] La convention « { $title } » arrive à son terme le { $day }. Elle sera reconduite si personne ne s’y oppose dans le délai de préavis (`declineRenewal`).
       *[other] La convention « { $title } » prend fin le { $day }. Pour continuer, préparez un avenant que toutes les parties signent, ou une nouvelle convention.
    }

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-suspended-subject = { $organisation } suspend : { $title }
mail-partnership-suspended-text =
    { $organisation } suspend la convention « { $title } ». Ce qui a été convenu demeure ; ce qui est dû attend la reprise.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-resumed-subject = Reprise : { $title }
mail-partnership-resumed-text =
    { $organisation } reprend la convention « { $title } », qui était suspendue.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-fulfilment-declared-subject = À confirmer : { $title }
mail-fulfilment-declared-text =
    { $organisation } déclare une réalisation de l’engagement « { $what } » de la convention « { $title } ». Confirmez-la, ou dites ce qu’il en est : elle compte quand les deux côtés le disent.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-fulfilment-confirmed-subject = Confirmé : { $title }
mail-fulfilment-confirmed-text =
    { $organisation } confirme ce que vous avez déclaré de l’engagement « { $what } » de la convention « { $title } ».

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-fulfilment-contested-subject = Contesté : { $title }
mail-fulfilment-contested-text =
    { $organisation } conteste ce que vous avez déclaré de l’engagement « { $what } » de la convention « { $title } ». Retirez-le, déclarez-le autrement, ou proposez ce qui doit compter.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-fulfilment-settlement-offered-subject = Un accord est proposé : { $title }
mail-fulfilment-settlement-offered-text =
    { $organisation } propose ce qui doit compter d’une réalisation contestée de l’engagement « { $what } » de la convention « { $title } ». Acceptez, ou proposez autre chose.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-fulfilment-settled-subject = Un accord est trouvé : { $title }
mail-fulfilment-settled-text =
    { $organisation } accepte ce que vous avez proposé pour l’engagement « { $what } » de la convention « { $title } ».

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-commitments-due-subject = Bientôt dû : { $title }
mail-commitments-due-text =
    Par la convention « { $title } », { $organisation } doit sous une semaine ce qui suit. Dites ensuite ce qui a été réalisé : cela compte quand les deux côtés le disent.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-commitments-late-subject = En retard : { $title }
mail-commitments-late-text =
    L’échéance de ce que { $organisation } doit par la convention « { $title } » est passée, sans que tout soit déclaré. Dites ce qui a été réalisé, de l’un ou de l’autre côté, ou convenez d’autre chose.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-commitment-line = – { $what }, le { $day }

mail-commitment-waived-subject = { $organisation } renonce à ce qui lui est dû : { $title }
mail-commitment-waived-text =
    { $organisation } renonce à ce que vous lui devez à une échéance de l’engagement « { $what } » de la convention « { $title } ».

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-partnership-ended-subject = Convention terminée : { $title }
mail-partnership-ended-text =
    La convention « { $title } » est arrivée à son terme.

    La convention porte le numéro { $partnership } : { $url }/graphiql.

mail-booking-purpose = Pour : { $purpose }

mail-booking-reasons = Le motif donné : { $reason }

mail-booking-owed = D’après les conditions acceptées à la réservation, restent dus : { $owed }.

mail-reservation-held-subject = { $organisation } réserve { $quantity } : { $lot }
mail-reservation-held-text =
    { $organisation } a réservé { $quantity } de votre lot « { $lot } » ({ $resource }). C’est gardé jusqu’au { $until }, puis de nouveau disponible.

    Au retrait, notez ce qui est vraiment parti : `collectReservation`, par exemple sur { $url }/graphiql. La réservation porte le numéro { $reservation }.

mail-reservation-collected-subject = Retrait enregistré : { $lot }
mail-reservation-collected-text =
    { $owner } a noté le retrait de { $taken } du lot « { $lot } » ({ $resource }) par { $organisation }.

    La réservation porte le numéro { $reservation } : { $url }/graphiql.

mail-reservation-corrected-subject = Retrait corrigé : { $lot }
mail-reservation-corrected-text =
    { $owner } a corrigé ce qui était noté du retrait de { $organisation } : { $taken } du lot « { $lot } » ({ $resource }).

    La réservation porte le numéro { $reservation } : { $url }/graphiql.

mail-reservation-cancelled-subject = Réservation de matériau annulée : { $lot }
mail-reservation-cancelled-text =
    La réservation de { $organisation } auprès de { $owner } est annulée : { $quantity } du lot « { $lot } » ({ $resource }).

    La réservation porte le numéro { $reservation } : { $url }/graphiql.

mail-reservation-expired-subject = Réservation de matériau échue : { $lot }
mail-reservation-expired-text =
    Personne n’est venu chercher à temps ce que { $organisation } avait réservé auprès de { $owner } : { $quantity } du lot « { $lot } » ({ $resource }), gardé jusqu’au { $until }. C’est de nouveau disponible.

    La réservation porte le numéro { $reservation } : { $url }/graphiql.

mail-reservation-price = À régler, d’après les conditions acceptées à la réservation : { $owed } €.

mail-reservation-deposit = Consigne, rendue au retour : { $owed } €.

quantity = { $quantity } { unit }

unit = { $unit ->
        [PIECE] pièce(s)
        [KILOGRAM] kg
        [TONNE] t
        [METRE] m
        [SQUARE_METRE] m²
        [CUBIC_METRE] m³
        [LITRE] L
        [PALLET] palette(s)
        [HOUR] h
        [DAY] jour(s)
        [PERSON] personne(s)
        [FULL_TIME_EQUIVALENT] ETP
       *[other] { $unit }
    }

member-category = { $category ->
        [FOUNDER] membre fondateur
        [ACTIVE_MEMBER] membre actif
        [ASSOCIATE] membre associé
        [PARTNER] partenaire
       *[OBSERVER] observateur
    }

## The register of a hub

# Name of the file, as part of an address.
register-file = registre
register-organisation = Organisation
register-legal-form = Forme juridique
register-siren = SIREN
register-commune = Commune
register-commune-code = Code INSEE
register-category = Catégorie
register-college = Collège
register-state = État
register-since = Membre depuis
register-until = Jusqu’au
register-charter = Version de la charte acceptée
register-charter-on = Acceptée le
register-email = E-mail
register-phone = Téléphone
register-website = Site
register-membership = Numéro d’adhésion

member-category-FOUNDER = Fondateur
member-category-ACTIVE_MEMBER = Membre actif
member-category-ASSOCIATE = Membre associé
member-category-PARTNER = Partenaire
member-category-OBSERVER = Observateur

membership-state-APPLIED = Demande en cours
membership-state-INVITED = Invitée
membership-state-ACTIVE = Active
membership-state-REFUSED = Refusée
membership-state-DECLINED = Déclinée
membership-state-SUSPENDED = Suspendue
membership-state-LEFT = Partie
membership-state-EXCLUDED = Exclue

legal-form-ASSOCIATION = Association loi 1901
legal-form-ASSOCIATION_LOCAL_LAW = Association de droit local
legal-form-SCOP = SCOP
legal-form-SCIC = SCIC
legal-form-CAE = Coopérative d’activité et d’emploi
legal-form-CUMA = CUMA
legal-form-OTHER_COOPERATIVE = Autre coopérative
legal-form-MUTUAL = Mutuelle
legal-form-FOUNDATION = Fondation
legal-form-COMMERCIAL_COMPANY = Société commerciale
legal-form-LOCAL_AUTHORITY = Collectivité territoriale
legal-form-EPCI = EPCI
legal-form-PUBLIC_ESTABLISHMENT = Établissement public
legal-form-CONSULAR_CHAMBER = Chambre consulaire
legal-form-RESEARCH_BODY = Organisme de recherche
legal-form-TRAINING_BODY = Organisme de formation
legal-form-OTHER = Autre

## Activity: what happened, by kind of event

activity-person-calendar_shared = Un calendrier a reçu une adresse.
activity-person-calendar_renewed = Un calendrier a reçu une nouvelle adresse.
activity-person-calendar_ended = L’adresse d’un calendrier ne mène plus nulle part.
activity-person-registered = Un compte a été ouvert.
activity-person-confirmed = Une adresse a été confirmée.
activity-person-password_changed = Le mot de passe a été changé.
activity-person-password_reset_requested = Un nouveau mot de passe a été demandé.
activity-person-confirmation_requested = Le message de confirmation a été redemandé.
activity-person-registration_repeated = Quelqu’un a voulu s’inscrire avec cette adresse.
activity-person-updated = Le compte a été modifié.
activity-person-locked = Le compte a été bloqué.
activity-person-unlocked = Le compte a été débloqué.
activity-person-signed_in = Une session a été ouverte.
activity-person-signed_out = Une session a été fermée.
activity-person-second_factor_enabled = Un second facteur est demandé à la connexion.
activity-person-second_factor_disabled = Plus aucun second facteur n’est demandé à la connexion.
activity-person-recovery_codes_renewed = De nouveaux codes de secours ont été faits.
activity-person-recovery_code_used = Un code de secours a servi.
activity-person-second_factor_guessed = Quelqu’un qui connaît le mot de passe a donné plusieurs codes faux.
activity-organisation-created = Une organisation est arrivée : { $organisation }.
activity-organisation-updated = { $organisation } a modifié sa fiche.
activity-organisation-ess_decided = { $isEss ->
        [true] La coordination a reconnu { $organisation } comme relevant de l’ESS.
       *[other] La coordination a estimé que { $organisation } ne relève pas de l’ESS.
    }
activity-organisation-submitted = { $organisation } a soumis sa fiche.
activity-organisation-withdrawn = { $revision ->
        [none] { $organisation } a retiré sa fiche de la relecture.
       *[other] { $organisation } a retiré la modification de sa fiche.
    }
activity-organisation-published = La fiche de { $organisation } est publiée.
activity-organisation-changes_requested = Des changements sont demandés à { $organisation } sur sa fiche.
activity-organisation-rejected = { $revision ->
        [none] La fiche de { $organisation } a été refusée.
       *[other] La modification de la fiche de { $organisation } a été refusée.
    }
activity-organisation-hidden = La fiche de { $organisation } a été masquée.
activity-organisation-restored = La fiche de { $organisation } est de nouveau visible.
activity-organisation-archived = { $organisation } a archivé sa fiche.
activity-organisation-revised = { $organisation } a proposé une modification de sa fiche.
activity-organisation-photo_uploaded = { $organisation } a envoyé une photo.
activity-mandate-granted = { $organisation } a donné un mandat.
activity-mandate-changed = { $organisation } a changé un mandat.
activity-mandate-ended = Un mandat pour { $organisation } a pris fin.
activity-invitation-sent = { $organisation } a invité une personne à agir en son nom.
activity-invitation-accepted = Une personne a accepté l’invitation de { $organisation }.
activity-invitation-revoked = { $organisation } a annulé une invitation.
activity-hub-created = Le pôle { $hub } a été créé.
activity-hub-updated = { $part ->
        [partnershipTemplates] Le pôle { $hub } a changé ses modèles de convention.
        [colleges] Le pôle { $hub } a changé ses collèges.
        [policy] Le pôle { $hub } a changé ses règles de modération.
        [templates] Le pôle { $hub } a changé ses motifs types.
        [hours] Le pôle { $hub } a changé la façon de tenir compte des heures.
        [secondFactor] Le pôle { $hub } a changé ce qu’il demande à son équipe pour se connecter.
       *[other] Le pôle { $hub } a mis à jour sa présentation.
    }
activity-hub-charter_published = Le pôle { $hub } a publié la version { $charter } de sa charte.
activity-hub_role-granted = { $role ->
        [COORDINATOR] Une personne rejoint la coordination de { $hub }.
       *[other] Une personne rejoint la modération de { $hub }.
    }
activity-hub_role-ended = { $role ->
        [COORDINATOR] Une personne quitte la coordination de { $hub }.
       *[other] Une personne quitte la modération de { $hub }.
    }
activity-membership-applied = { $organisation } demande à rejoindre { $hub }.
activity-membership-invited = { $hub } invite { $organisation } à le rejoindre.
activity-membership-activated = { $organisation } est membre de { $hub }.
activity-membership-refused = { $hub } n’a pas retenu la demande de { $organisation }.
activity-membership-declined = { $organisation } a décliné l’invitation de { $hub }.
activity-membership-suspended = L’adhésion de { $organisation } à { $hub } est suspendue.
activity-membership-resumed = L’adhésion de { $organisation } à { $hub } reprend.
activity-membership-left = { $organisation } a quitté { $hub }.
activity-membership-excluded = { $hub } a exclu { $organisation }.
activity-membership-charter_accepted = { $organisation } a accepté la version { $charter } de la charte de { $hub }.
activity-membership-changed = L’adhésion de { $organisation } à { $hub } a été modifiée.
activity-project-created = { $organisation } prépare le projet « { $project } ».
activity-project-updated = { $organisation } a modifié le projet « { $project } ».
activity-project-submitted = { $organisation } a soumis le projet « { $project } ».
activity-project-withdrawn = { $revision ->
        [none] { $organisation } a retiré le projet « { $project } » de la relecture.
       *[other] { $organisation } a retiré la modification du projet « { $project } ».
    }
activity-project-published = Le projet « { $project } » de { $organisation } est publié.
activity-project-changes_requested = Des changements sont demandés à { $organisation } sur le projet « { $project } ».
activity-project-rejected = { $revision ->
        [none] Le projet « { $project } » a été refusé.
       *[other] La modification du projet « { $project } » a été refusée.
    }
activity-project-hidden = Le projet « { $project } » a été masqué.
activity-project-restored = Le projet « { $project } » est de nouveau visible.
activity-project-archived = { $organisation } a archivé le projet « { $project } ».
activity-project-revised = { $organisation } a proposé une modification du projet « { $project } ».
activity-project-stage_changed = { $to ->
        [IDEA] Le projet « { $project } » redevient une idée à mûrir.
        [PREPARATION] Le projet « { $project } » entre en préparation.
        [RUNNING] Le projet « { $project } » démarre.
        [COMPLETED] Le projet « { $project } » est mené à bien.
       *[ABANDONED] Le projet « { $project } » est abandonné.
    }
activity-project-need_met = Le projet « { $project } » a trouvé ce qu’il cherchait.
activity-project-offer_accepted = Le projet « { $project } » retient la ressource « { $resource } ».
activity-project-need_withdrawn = Le projet « { $project } » ne cherche plus l’un de ses besoins.
activity-project-need_reopened = Le projet « { $project } » cherche de nouveau l’un de ses besoins.
activity-project-milestone_reached = Le projet « { $project } » a franchi une étape.
activity-participation-invited = Le projet « { $project } » invite { $organisation } à participer.
activity-participation-requested = { $organisation } demande à participer au projet « { $project } ».
activity-participation-activated = { $organisation } participe au projet « { $project } ».
activity-participation-declined = La participation de { $organisation } au projet « { $project } » n’aura pas lieu.
activity-participation-left = { $organisation } ne participe plus au projet « { $project } ».
activity-resource-created = { $organisation } prépare la ressource « { $resource } ».
activity-resource-updated = { $organisation } a modifié la ressource « { $resource } ».
activity-resource-submitted = { $organisation } a soumis la ressource « { $resource } ».
activity-resource-withdrawn = { $revision ->
        [none] { $organisation } a retiré la ressource « { $resource } » de la relecture.
       *[other] { $organisation } a retiré la modification de la ressource « { $resource } ».
    }
activity-resource-published = La ressource « { $resource } » de { $organisation } est publiée.
activity-resource-changes_requested = Des changements sont demandés à { $organisation } sur la ressource « { $resource } ».
activity-resource-rejected = { $revision ->
        [none] La ressource « { $resource } » a été refusée.
       *[other] La modification de la ressource « { $resource } » a été refusée.
    }
activity-resource-hidden = La ressource « { $resource } » a été masquée.
activity-resource-restored = La ressource « { $resource } » est de nouveau visible.
activity-resource-archived = { $organisation } a archivé la ressource « { $resource } ».
activity-resource-revised = { $organisation } a proposé une modification de la ressource « { $resource } ».
activity-resource-conditions_changed = { $organisation } a changé les conditions de réservation de la ressource « { $resource } ».
activity-booking-requested = { $organisation } demande à réserver la ressource « { $resource } ».
activity-booking-confirmed = La réservation de la ressource « { $resource } » par { $organisation } est confirmée.
activity-booking-declined = La réservation de la ressource « { $resource } » par { $organisation } est refusée.
activity-booking-cancelled = La réservation de la ressource « { $resource } » par { $organisation } est annulée.
activity-booking-changed = La réservation de la ressource « { $resource } » par { $organisation } a changé.
activity-booking-handed_over = La ressource « { $resource } » est remise à { $organisation }.
activity-booking-returned = { $organisation } a rendu la ressource « { $resource } »{ $late ->
        [true] {" "}en retard
       *[other] {""}
    }.
activity-booking-no_show = Personne n’est venu chercher la ressource « { $resource } » réservée par { $organisation }.
activity-booking-hours_declared = { $organisation } déclare des heures de travail : « { $resource } ».
activity-booking-hours_confirmed = Les heures de « { $resource } » pour { $organisation } sont confirmées.
activity-booking-hours_contested = Les heures de « { $resource } » pour { $organisation } sont à revoir.
activity-staff_loan-recorded = La mise à disposition de « { $resource } » à { $organisation } est enregistrée.
activity-staff_loan-confirmed = { $organisation } confirme la mise à disposition de « { $resource } ».
activity-staff_loan-declined = { $organisation } ne confirme pas la mise à disposition de « { $resource } ».
activity-staff_loan-ended = La mise à disposition de « { $resource } » à { $organisation } a pris fin.
activity-partnership-drafted = Une convention a été commencée.
activity-partnership-changed = Le projet de convention a été modifié.
activity-partnership-commented = Un article de la convention a été commenté.
activity-partnership-proposed = La version { $number } de la convention attend les signatures.
activity-partnership-withdrawn = La version proposée de la convention a été reprise.
activity-partnership-signed = Une partie a signé la version { $number } de la convention.
activity-partnership-declined = Une partie a décliné la convention.
activity-partnership-amendment_declined = Une partie a décliné l’avenant ; la version en vigueur demeure.
activity-partnership-discarded = Le projet a été abandonné.
activity-partnership-activated = La convention est en vigueur.
activity-partnership-amended = L’avenant est signé de toutes les parties.
activity-partnership-termination_noticed = Une partie a résilié la convention.
activity-partnership-terminated = La convention, résiliée, a pris fin.
activity-partnership-leaving = Une partie a annoncé son retrait.
activity-partnership-party_left = Une partie s’est retirée.
activity-partnership-renewal_declined = Une partie s’oppose à la reconduction.
activity-partnership-renewed = La convention a été reconduite.
activity-partnership-expiring = Le terme de la convention approche.
activity-partnership-suspended = Une partie a suspendu la convention.
activity-partnership-resumed = La convention a repris.
activity-partnership-awarded = Le marché du groupement a été attribué.
activity-partnership-fulfilment_declared = Une partie a déclaré la réalisation d’un engagement.
activity-partnership-fulfilment_confirmed = La réalisation d’un engagement est confirmée.
activity-partnership-fulfilment_contested = La réalisation d’un engagement est contestée.
activity-partnership-fulfilment_withdrawn = Une partie a retiré ce qu’elle avait déclaré.
activity-partnership-fulfilment_proof_added = Une partie a joint un justificatif à une réalisation.
activity-partnership-fulfilment_proof_removed = Une partie a retiré un justificatif.
activity-partnership-settlement_offered = Un accord est proposé sur une réalisation contestée.
activity-partnership-fulfilment_settled = Les deux côtés se sont accordés sur une réalisation contestée.
activity-partnership-commitment_waived = Une partie a renoncé à ce qui lui était dû.
activity-partnership-commitments_due = Une échéance approche.
activity-partnership-commitments_late = Une échéance est passée sans réalisation déclarée.
activity-partnership-ended = La convention est arrivée à son terme.
activity-lot-created = { $organisation } propose le lot « { $label } » de la ressource « { $resource } ».
activity-lot-changed = { $organisation } a modifié le lot « { $label } » de la ressource « { $resource } ».
activity-lot-stock_added = { $organisation } a ajouté { quantity } au lot « { $label } ».
activity-lot-corrected = { $organisation } a recompté le lot « { $label } » : { quantity }.
activity-lot-split = { $organisation } a fait un lot à part de { quantity } du lot « { $label } ».
activity-lot-passed_on = { $organisation } repropose { quantity } : le lot « { $label } ».
activity-reservation-held = { $organisation } réserve { quantity } de la ressource « { $resource } ».
activity-reservation-collected = { $organisation } a retiré { quantity } de la ressource « { $resource } ».
activity-reservation-corrected = Le retrait de { $organisation } sur la ressource « { $resource } » est corrigé : { quantity }.
activity-reservation-cancelled = La réservation de { quantity } de la ressource « { $resource } » par { $organisation } est annulée.
activity-reservation-expired = La réservation de { quantity } de la ressource « { $resource } » par { $organisation } est échue.
activity-reservation-deposit_returned = { $organisation } a rapporté { quantity } de la ressource « { $resource } ».
activity-reservation-passed_on = { $organisation } a fait un lot de { quantity } de la ressource « { $resource } ».
activity-review-opened = { $project ->
        [none] { $resource ->
            [none] La fiche de { $organisation } attend d’être relue.
           *[other] La ressource « { $resource } » attend d’être relue.
        }
       *[other] Le projet « { $project } » attend d’être relu.
    }
activity-review-claimed = { $project ->
        [none] { $resource ->
            [none] La relecture de la fiche de { $organisation } est prise en charge.
           *[other] La relecture de la ressource « { $resource } » est prise en charge.
        }
       *[other] La relecture du projet « { $project } » est prise en charge.
    }
activity-review-released = { $project ->
        [none] { $resource ->
            [none] La relecture de la fiche de { $organisation } est rendue.
           *[other] La relecture de la ressource « { $resource } » est rendue.
        }
       *[other] La relecture du projet « { $project } » est rendue.
    }
activity-review-decided = { $project ->
        [none] { $resource ->
            [none] La relecture de la fiche de { $organisation } est terminée.
           *[other] La relecture de la ressource « { $resource } » est terminée.
        }
       *[other] La relecture du projet « { $project } » est terminée.
    }
activity-review-withdrawn = { $project ->
        [none] { $resource ->
            [none] La fiche de { $organisation } n’est plus à relire.
           *[other] La ressource « { $resource } » n’est plus à relire.
        }
       *[other] Le projet « { $project } » n’est plus à relire.
    }
activity-review-appealed = { $project ->
        [none] { $resource ->
            [none] { $organisation } conteste la décision prise sur sa fiche.
           *[other] { $organisation } conteste la décision prise sur la ressource « { $resource } ».
        }
       *[other] { $organisation } conteste la décision prise sur le projet « { $project } ».
    }

# Relevés

month-01 = janvier
month-02 = février
month-03 = mars
month-04 = avril
month-05 = mai
month-06 = juin
month-07 = juillet
month-08 = août
month-09 = septembre
month-10 = octobre
month-11 = novembre
month-12 = décembre

charge-reason-USED = Utilisée
charge-reason-CANCELLED = Annulée trop tard
charge-reason-NO_SHOW = Personne n’est venu

statement-title = Relevé – { $month }
statement-file = releve
statement-month = Mois
statement-debtor = Doit
statement-creditor = À
statement-hub = Pôle
statement-total = Total
statement-number = Numéro
statement-start = Début
statement-end = Fin
statement-when = Quand
statement-what = Ressource et objet
statement-resources = Ressources
statement-purpose = Objet
statement-reason = Motif
statement-since = Dû depuis
statement-amount = Montant (€)
statement-hours = Heures (h:min)
statement-wages = Salaire (€)
statement-charges = Charges sociales (€)
statement-expenses = Frais remboursés (€)
statement-work = { $worked } de travail : { $wages } de salaire, { $charges } de charges, { $expenses } de frais
statement-due = Dû
statement-booking = Réservation
statement-open = Le mois n’est pas terminé : des lignes peuvent encore s’ajouter.
statement-closed = Le mois est terminé : rien ne s’ajoute plus.
statement-nature = Ce relevé reprend les conditions acceptées à chaque réservation. Ce n’est pas une facture ; les deux organisations règlent entre elles, aucun paiement ne passe par la plateforme.
statement-demo = Données de démonstration : rien de ce relevé n’a eu lieu.
statement-foot = Relevé { $statement }

cooperation-file = cooperation
cooperation-kind = Lien
cooperation-from = De
cooperation-to = À
cooperation-count = Nombre
cooperation-hours = Heures
cooperation-first = Premier jour
cooperation-last = Dernier jour
cooperation-from-id = Identifiant (de)
cooperation-to-id = Identifiant (à)
cooperation-kind-PARTNERSHIP = Convention
cooperation-kind-BOOKING = Réservation
cooperation-kind-PROJECT = Projet commun
cooperation-kind-STAFF_HOURS = Heures de personnel
cooperation-kind-MATERIAL = Matériaux

# Calendriers

calendar-taken = Réservé ({ $units })
calendar-to-deliver = À réaliser : { $what }
calendar-to-be-given = À recevoir : { $what } ({ $organisation })
calendar-borrowed = chez { $organisation }
calendar-lent = { $organisation }
booking-state-REQUESTED = Demande en attente
booking-state-CONFIRMED = Confirmée
booking-state-DECLINED = Refusée
booking-state-CANCELLED = Annulée
booking-state-IN_USE = En cours
booking-state-RETURNED = Rendue
booking-state-NO_SHOW = Personne n’est venu
booking-resource-hidden = ressource non visible
## Why an offer fits a need

match-KIND = { $kind ->
        [SPACE] Un lieu, comme cherché.
        [EQUIPMENT] Un équipement, comme cherché.
        [VEHICLE] Un véhicule, pour un besoin d’équipement.
        [MATERIAL] Un matériau, comme cherché.
       *[SKILL] Une compétence, comme cherchée.
    }
match-WORDS = Mots en commun : { $words }.
match-SAME_COMMUNE = Dans la même commune, { $commune }.
match-SAME_INTERCOMMUNALITY = À { $commune }, dans la même intercommunalité.
match-SAME_DEPARTMENT = À { $commune }, dans le même département ({ $department }).
match-FREE_THROUGHOUT = Libre à toutes ses heures d’ouverture du { $from } au { $until }.
match-FREE_IN_PART = Libre { $percent } % de ses heures d’ouverture du { $from } au { $until }.
match-ENOUGH = Autant qu’il en faut : { $wanted } { $unit ->
        [HOUR] heures sur { $offered } libres.
        [DAY] jours sur { $offered } libres.
       *[PIECE] sur { $offered }.
    }
match-PART_OF_QUANTITY = Une partie de ce qu’il faut : { $offered } { $unit ->
        [HOUR] heures libres sur { $wanted }.
        [DAY] jours libres sur { $wanted }.
       *[PIECE] sur { $wanted }.
    }

## Conventions: what stands for the fields of articles, and what is on the document

convention-days = { $days } jours
convention-no-end = sans terme fixé
convention-percent = { $percent } %
convention-all-parties = toutes les autres parties
convention-no-commitments = Les parties ne prennent pas d’engagement chiffré.
convention-no-expenses = aucun
convention-renewal-open = La convention est conclue pour une durée indéterminée ; chaque partie peut y mettre fin moyennant un préavis de { $days } jours.
convention-renewal-NONE = La convention prend fin à son terme, sans reconduction.
convention-renewal-TACIT = À son terme, la convention est reconduite tacitement pour { $months } mois, et ainsi de suite, sauf opposition d’une partie au moins { $days } jours avant le terme.
convention-duration-fixed = La convention est conclue pour une durée déterminée et prend fin le { $last }, ce jour compris, sous réserve de son renouvellement. Chaque partie l’exécute jusqu’à son terme (article 1212 du Code civil), sauf sortie ou résiliation.
convention-duration-open = La convention est conclue à durée indéterminée (article 1211 du Code civil).
convention-disclosure-NOTHING = Ni le texte de la convention ni son existence ne sont portés par la plateforme à la connaissance d’autres que les parties.
convention-disclosure-EXISTENCE = Une fois la convention signée de toutes, l’équipe du pôle en lit sur la plateforme l’existence, le titre, la forme, les parties et les dates, et rien d’autre.
convention-disclosure-ALL = Une fois la convention signée de toutes, l’équipe du pôle en lit sur la plateforme le texte et les engagements.
convention-termination-open = Chaque partie peut à tout moment mettre fin à la convention pour toutes, par un écrit motivé, moyennant un préavis de { $days } jours (article 1211 du Code civil).
convention-termination-early = Chaque partie peut mettre fin à la convention pour toutes avant son terme, par un écrit motivé, moyennant un préavis de { $days } jours.
convention-termination-fixed = La convention étant conclue pour une durée déterminée, aucune partie n’y met fin pour toutes avant son terme par un simple préavis (article 1212 du Code civil).
convention-termination-breach = Si une partie n’exécute pas ses obligations et que le manquement est assez grave, une autre peut, à ses risques et périls, après une mise en demeure restée sans effet, notifier à toutes la résolution de la convention, avec ses raisons ; elle prend effet le jour où elle est notifiée (article 1226 du Code civil).
convention-renewal-EXPRESS = La convention n’est renouvelée que par un avenant signé de toutes les parties avant son terme.
convention-role-PORTEUR = porteur
convention-role-PARTENAIRE = partenaire
convention-role-FINANCEUR = financeur
convention-role-MANDATAIRE = mandataire
convention-liability-CONJOINT = Le groupement est conjoint : chaque membre s’engage à exécuter les prestations qui lui sont attribuées, et n’est tenu que de celles-ci.
convention-liability-SOLIDAIRE = Le groupement est solidaire : chaque membre est engagé financièrement pour la totalité du marché.
convention-liability-CONJOINT_MANDATAIRE_SOLIDAIRE = Le groupement est conjoint avec mandataire solidaire : chaque membre n’est tenu que des prestations qui lui sont attribuées, et le mandataire est solidaire, pour l’exécution du marché, de chacun des membres.
convention-action = { $action } : { $what }
convention-action-PROVIDE_MONEY = Apporte de l’argent
convention-action-GIVE_GOODS = Donne des biens
convention-action-LEND = Prête
convention-action-HOST = Accueille
convention-action-WORK = Fait travailler ses équipes
convention-action-DELIVER_SERVICE = Rend un service
convention-action-ALLOCATE = Attribue
convention-commitment-debtor = Qui
convention-commitment-creditors = Envers qui
convention-commitment-what = Quoi
convention-commitment-amount = Combien
convention-commitment-when = Quand
convention-due-monthly = chaque mois, du { $first } au { $last }
convention-due-between = du { $first } au { $last }
convention-due-by = au plus tard le { $last }
convention-due-from = à partir du { $first }
convention-due-throughout = pendant toute la durée
convention-share-party = Membre
convention-share-share = Part
convention-share-tasks = Prestations
convention-staff-title = Mise à disposition
convention-staff-wages = Salaire, par heure
convention-staff-charges = Charges sociales, par heure
convention-staff-expenses = Frais professionnels remboursés
convention-number = Version
convention-hub = Pôle
convention-start = Premier jour
convention-until = Dernier jour
convention-article = Article { $number }. { $heading }
convention-signatures = Signatures
convention-signatures-what = Chaque signature porte sur le texte ci-dessus et son empreinte SHA-256. Ce document contient le texte et les signatures sous une forme que tout programme peut vérifier.
convention-signature-party = Pour
convention-signature-person = Par
convention-signature-at = Le
convention-signature-proof = Identité prouvée par
convention-signed-at = { $at }
convention-proof-SIGN_IN = mot de passe
convention-proof-SECOND_FACTOR = mot de passe et second facteur
convention-awaits = En attente de signature : { $parties }.
convention-sha256 = Empreinte SHA-256 du texte
convention-verify = Vérifier ce document
convention-key = Clé du sceau
convention-partnership = Numéro
convention-attached = Le texte de la convention et ses signatures, pour les programmes
convention-foot = Version { $number } – SHA-256 { $sha256 }

## Checking a document

verify-title = Vérifier une convention
verify-what = Choisissez le document tel qu’il a été téléchargé. Il est comparé à son sceau et à ses signatures, puis oublié.
verify-file = Le document (PDF)
verify-button = Vérifier
verify-elsewhere = Les clés publiques sont à l’adresse <a href="/.well-known/maillage-seals.json">/.well-known/maillage-seals.json</a> ; la commande <code>maillage verify</code> fait la même vérification sans réseau.
verify-version = Version { $number }
verdict-AUTHENTIC = Ce document est authentique et signé par toutes les parties.
verdict-INCOMPLETE = Ce document est authentique, mais toutes les parties n’avaient pas signé.
verdict-UNKNOWN_KEY = Ce document est cohérent, mais la clé de son sceau n’est pas connue : il ne prouve rien.
verdict-ALTERED = Ce document a été modifié : ne vous y fiez pas.
verdict-NOT_A_CONVENTION = Ce fichier n’est pas une convention téléchargée de la plateforme.
finding-NO_SEAL = Il n’a pas de sceau, ou en a plusieurs.
finding-FILE_ALTERED = Le fichier a changé depuis qu’il a été scellé.
finding-TEXT_ALTERED = Le texte de la convention a été modifié.
finding-SIGNATURE_FORGED = Une signature n’a pas été scellée par la plateforme.
finding-SIGNATURE_ELSEWHERE = Une signature appartient à un autre texte.
finding-SIGNATURE_OF_NO_PARTY = Une signature est donnée pour une organisation qui n’est pas partie.
finding-SIGNATURE_TWICE = Une partie aurait signé deux fois.
finding-PARTY_MISSING = Il manque la signature d’une partie au moins.
finding-TOO_MANY = Il porte plus de clés ou de signatures qu’une convention n’en a jamais.
finding-NOT_HELD = La plateforme ne détient pas cette convention, ou pas cette signature.
finding-UNKNOWN_KEY = La clé du sceau n’est pas parmi celles que publie la plateforme.
