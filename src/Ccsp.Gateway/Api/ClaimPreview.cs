using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Api;

/// <summary>Asks as if this instance looked for work now; lets explain tell what a claim would.</summary>
internal delegate ClaimRequest ClaimPreview();
