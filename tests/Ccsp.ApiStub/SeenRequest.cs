namespace Ccsp.ApiStub;

/// <summary>One messages request. <paramref name="Rule"/> is the index of the rule that answered, -1 for the default.</summary>
internal sealed record SeenRequest(
    long Seq, DateTimeOffset At, string Model, string Key, bool Stream, int ToolRounds, int Rule, int Status,
    int PromptLength, string PromptSha256, string PromptHead, string PromptTail);
