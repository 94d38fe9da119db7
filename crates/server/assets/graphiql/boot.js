// Starts GraphiQL on the platform's own endpoint. No inline script anywhere, so that the page works under a strict
// Content-Security-Policy.
"use strict";

(() => {
  const ENDPOINT = "/graphql";
  const MEDIA_TYPE = "application/graphql-response+json";

  const DEFAULT_QUERY = `# Maillage
#
# Exécuter : Ctrl + Entrée.
# Compléter : Ctrl + Espace.
# Le schéma documenté s’ouvre en haut à gauche.
# Pour agir en votre nom : mutation signIn,
# puis, dans Headers :
#   { "Authorization": "Bearer <accessToken>" }
#
# Run: Ctrl + Enter. Complete: Ctrl + Space.
# The documented schema opens at the top left.
# To act as yourself: mutation signIn,
# then Headers as above.

query HubsAndProjects {
  hubs(first: 3) {
    edges {
      node {
        id
        name
        summary
      }
    }
  }
  projects(first: 5) {
    edges {
      node {
        id
        title
        summary
        stage
        leadOrganisation {
          name
        }
        needs {
          kind
          label
        }
      }
    }
    pageInfo {
      hasNextPage
      endCursor
    }
  }
}
`;

  async function fetcher(request, options) {
    const response = await fetch(ENDPOINT, {
      method: "POST",
      credentials: "same-origin",
      headers: { ...options?.headers, "Content-Type": "application/json", Accept: MEDIA_TYPE },
      body: JSON.stringify(request),
    });
    const text = await response.text();
    try {
      return JSON.parse(text);
    } catch {
      // A proxy or a limit may answer with another text: show it rather than a parser's complaint.
      return { errors: [{ message: `HTTP ${response.status} ${response.statusText}: ${text.slice(0, 500)}` }] };
    }
  }

  const page = ReactDOM.createRoot(document.getElementById("graphiql"));
  page.render(
    React.createElement(GraphiQL, {
      fetcher,
      defaultQuery: DEFAULT_QUERY,
      defaultHeaders: '{\n  "Accept-Language": "fr"\n}\n',
      defaultEditorToolsVisibility: true,
      isHeadersEditorEnabled: true,
      // A token typed there must not outlive the page.
      shouldPersistHeaders: false,
    }),
  );
})();
