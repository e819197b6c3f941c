namespace Ccsp.ApiStub;

/// <summary>The scenario in force, how often each rule was used, and the last requests. One lock guards all of it.</summary>
internal sealed class Stage(Scenario scenario, TimeProvider clock)
{
    private const int Kept = 500;

    private readonly Lock gate = new();
    private readonly Queue<SeenRequest> seen = new();
    private readonly Dictionary<string, int> paths = [];
    private Scenario current = scenario;
    private int[] used = new int[scenario.Rules.Count];
    private int messages;
    private long total;
    private int active;
    private int mostActive;

    public void Replace(Scenario next)
    {
        lock (gate)
        {
            current = next;
            used = new int[next.Rules.Count];
            messages = 0;
        }
    }

    /// <summary>Chooses the answer for a messages request and notes the request.</summary>
    public Answer Choose(Prompt prompt, string key)
    {
        lock (gate)
        {
            messages++;
            var rule = Pick_NeedsLock(prompt, key);
            var answer = rule < 0 ? current.Default : AnswerOf(current.Rules[rule], prompt.ToolRounds) ?? current.Default;
            Note_NeedsLock(new SeenRequest(
                ++total, clock.GetUtcNow(), prompt.Model, Mask(key), prompt.Stream, prompt.ToolRounds, rule, answer.Status,
                prompt.Text.Length, prompt.Sha256, prompt.Head, prompt.Tail));
            return answer;
        }
    }

    public void CountPath(string path)
    {
        lock (gate)
        {
            paths[path] = paths.GetValueOrDefault(path) + 1;
        }
    }

    public void Entered()
    {
        lock (gate)
        {
            mostActive = Math.Max(mostActive, ++active);
        }
    }

    public void Left()
    {
        lock (gate)
        {
            active--;
        }
    }

    public SeenRequests Seen()
    {
        lock (gate)
        {
            return new SeenRequests(total, active, mostActive, new Dictionary<string, int>(paths), [.. seen]);
        }
    }

    private int Pick_NeedsLock(Prompt prompt, string key)
    {
        for (var i = 0; i < current.Rules.Count; i++)
        {
            var rule = current.Rules[i];
            if ((rule.Times > 0 && used[i] >= rule.Times) || !Matches(rule.When, prompt, key))
                continue;
            used[i]++;
            return i;
        }

        return -1;
    }

    private bool Matches(Match when, Prompt prompt, string key) =>
        (when.Prompt is null || prompt.Text.Contains(when.Prompt, StringComparison.Ordinal))
        && (when.Key is null || key.Contains(when.Key, StringComparison.Ordinal))
        && (when.Model is null || prompt.Model.Contains(when.Model, StringComparison.Ordinal))
        && (when.Request is null || when.Request == messages);

    private static Answer? AnswerOf(Rule rule, int round) =>
        rule.Loop ? rule.Answers[round % rule.Answers.Count] : round < rule.Answers.Count ? rule.Answers[round] : null;

    private void Note_NeedsLock(SeenRequest request)
    {
        seen.Enqueue(request);
        if (seen.Count > Kept)
            seen.Dequeue();
    }

    private static string Mask(string key) => key.Length <= 10 ? new string('*', key.Length) : key[..10] + "…";
}
