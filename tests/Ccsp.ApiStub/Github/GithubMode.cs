namespace Ccsp.ApiStub.Github;

/// <summary>How the stand-in behaves.</summary>
/// <param name="Mode">
/// <c>ok</c>; <c>unauthorized</c> 401; <c>forbidden</c> 403; <c>not-found</c> 404; <c>gone</c> 410; <c>rate-limited</c> 403 with a reset;
/// <c>retry-after</c> 429; <c>server-error</c> 500; <c>redirect</c> to elsewhere.example; <c>hang</c>; <c>huge</c> 10 MiB;
/// <c>lose-answer</c>:
/// does it and cuts the connection instead of answering.
/// </param>
/// <param name="Seconds">Of <c>rate-limited</c> and <c>retry-after</c>.</param>
/// <param name="Times">For so many requests; 0: until changed.</param>
internal sealed record GithubMode(string Mode = "ok", int Seconds = 60, int Times = 0);
