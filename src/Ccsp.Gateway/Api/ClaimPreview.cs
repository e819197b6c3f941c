using Ccsp.Gateway.Gates;

namespace Ccsp.Gateway.Api;

/// <summary>The claim this instance would make now; explain simulates it.</summary>
internal delegate ClaimRequest ClaimPreview();
