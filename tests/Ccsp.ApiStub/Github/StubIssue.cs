namespace Ccsp.ApiStub.Github;

/// <summary>An issue with its whole life.</summary>
internal sealed class StubIssue
{
    public required int Number { get; init; }

    public required string Title { get; init; }

    public required string Body { get; init; }

    public required IReadOnlyList<string> Labels { get; init; }

    public string State { get; set; } = "open";

    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>Changes with every change; the ETag.</summary>
    public int Version { get; set; } = 1;

    public List<StubComment> Comments { get; } = [];
}
