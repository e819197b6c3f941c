namespace Ccsp.Contracts;

/// <summary>The configured profiles.</summary>
/// <param name="Items">By name.</param>
public sealed record ProfileList(IReadOnlyList<ProfileView> Items);
