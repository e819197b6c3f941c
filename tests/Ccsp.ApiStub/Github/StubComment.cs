namespace Ccsp.ApiStub.Github;

/// <summary>A comment as it was written.</summary>
internal sealed record StubComment(long Id, string Body, DateTimeOffset CreatedAt);
