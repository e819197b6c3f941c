using System.Globalization;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Ccsp.Gateway.Notifications.Peers;

namespace Ccsp.Gateway.Notifications.GitHub;

/// <summary>The calls of GitHub's REST API that issues need. Each throws <see cref="PeerFailure"/> when GitHub refuses or fails.</summary>
internal sealed class GithubApi(GithubOptions options, PeerHttp http, TimeProvider time)
{
    /// <summary>How many open issues are searched for our own, newest first.</summary>
    private const int Pages = 5, PageSize = 30;

    /// <summary>An issue body has up to 64 Ki characters, so a page may have several megabytes.</summary>
    private const int PageBytes = 8 << 20;

    private const int IssueBytes = 512 * 1024;

    private const int GoneStatus = 410;

    /// <summary>Poll interval of an open issue.</summary>
    public TimeSpan Poll => options.Poll;

    public async Task<GithubIssue?> FindOpenAsync(string marker, CancellationToken cancellationToken)
    {
        for (var page = 1; page <= Pages; page++)
        {
            var path = string.Create(CultureInfo.InvariantCulture,
                $"?state=open&sort=created&direction=desc&per_page={PageSize}&page={page}");
            var issues = Read(await SendAsync(HttpMethod.Get, path, cancellationToken, most: PageBytes),
                GithubJson.Default.IReadOnlyListGithubIssue);
            if (issues.FirstOrDefault(
                issue => issue.PullRequest is null && issue.Body?.Contains(marker, StringComparison.Ordinal) == true) is { } found)
                return found;
            if (issues.Count < PageSize)
                break;
        }

        return null;
    }

    public async Task<GithubIssue> CreateAsync(NewGithubIssue issue, CancellationToken cancellationToken) =>
        Read(await SendAsync(HttpMethod.Post, "", cancellationToken,
        JsonSerializer.SerializeToUtf8Bytes(issue, GithubJson.Default.NewGithubIssue)), GithubJson.Default.GithubIssue);

    public Task CommentAsync(int number, string body, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, Path(number, "/comments"), cancellationToken,
        JsonSerializer.SerializeToUtf8Bytes(new GithubComment(body), GithubJson.Default.GithubComment));

    public async Task<bool> HasCommentAsync(int number, string marker, DateTimeOffset since, CancellationToken cancellationToken)
    {
        var from = since.UtcDateTime.AddMinutes(-10).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var comments = Read(
            await SendAsync(HttpMethod.Get, Path(number, $"/comments?per_page={PageSize}&since={from}"), cancellationToken,
            most: PageBytes),
            GithubJson.Default.IReadOnlyListGithubComment);
        return comments.Any(comment => comment.Body?.Contains(marker, StringComparison.Ordinal) == true);
    }

    public Task SetStateAsync(int number, string state, CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Patch, Path(number), cancellationToken,
        JsonSerializer.SerializeToUtf8Bytes(new GithubIssueState(state), GithubJson.Default.GithubIssueState));

    /// <param name="etag">From the previous poll; an unchanged answer does not count against the rate limit.</param>
    public async Task<IssueObservation> PollAsync(int number, string? etag, CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Get, Path(number), cancellationToken, etag: etag, isPoll: true);
        return answer.Status switch
        {
            304 => new IssueObservation.Unchanged(),
            GoneStatus => new IssueObservation.Gone(),
            _ => new IssueObservation.Seen(Read(answer, GithubJson.Default.GithubIssue), answer.Headers.ETag?.ToString()),
        };
    }

    private async Task<PeerAnswer> SendAsync(HttpMethod method, string path, CancellationToken cancellationToken, byte[]? body = null,
        string? etag = null, int most = IssueBytes, bool isPoll = false)
    {
        if (options.Token is null)
            throw new PeerFailure("GITHUB_TOKEN is not set");
        using var request = new HttpRequestMessage(method,
            $"{options.ApiUrl.AbsoluteUri.TrimEnd('/')}/repos/{options.Repository}/issues{path}");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", options.Token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/vnd.github+json"));
        request.Headers.Add("X-GitHub-Api-Version", "2022-11-28");
        if (etag is not null)
            request.Headers.TryAddWithoutValidation("If-None-Match", etag);
        if (body is not null)
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        var answer = await http.SendAsync(request, cancellationToken, most);
        if (answer.Status == GoneStatus && isPoll)
            return answer;
        return GithubLimits.Judge(answer, options.Repository, isIssue: path.StartsWith('/'), time.GetUtcNow()) is { } failure
            ? throw failure : answer;
    }

    private static T Read<T>(PeerAnswer answer, JsonTypeInfo<T> type)
    {
        if (answer.IsCut)
            throw new PeerFailure($"{answer.Host} answers with more than can be an answer");
        try
        {
            return JsonSerializer.Deserialize(answer.Body, type) ?? throw new PeerFailure($"{answer.Host} does not answer like GitHub");
        }
        catch (JsonException ex)
        {
            throw new PeerFailure($"{answer.Host} does not answer like GitHub", cause: ex);
        }
    }

    private static string Path(int number, string rest = "") => string.Create(CultureInfo.InvariantCulture, $"/{number}{rest}");
}
