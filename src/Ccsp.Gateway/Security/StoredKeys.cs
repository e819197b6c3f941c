namespace Ccsp.Gateway.Security;

/// <summary>The file <c>keys.json</c>.</summary>
internal sealed record StoredKeys(IReadOnlyList<StoredKey> Keys);
