namespace Ccsp.Gateway.Security;

/// <summary>Content of <see cref="FormerKeyFile"/>.</summary>
internal sealed record StoredKeys(IReadOnlyList<StoredKey> Keys);
