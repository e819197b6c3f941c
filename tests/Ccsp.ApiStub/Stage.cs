namespace Ccsp.ApiStub;

/// <summary>The scenario in force, how often each rule was used, and the last requests. One lock guards all of it.</summary>
internal sealed class Stage(Scenario scenario, TimeProvider clock)
{
    private const int Kept = 500;

    private readonly Lock _gate = new();
    private readonly Queue<SeenRequest> _seen = new();
    private readonly Dictionary<string, int> _paths = [];
    private Scenario _current = scenario;
    private int[] _used = new int[scenario.Rules.Count];
    private int _messages;
    private long _total;
    private int _active;
    private int _mostActive;

    public void Replace(Scenario next)
    {
        lock (_gate)
        {
            _current = next;
            _used = new int[next.Rules.Count];
            _messages = 0;
        }
    }

    /// <summary>Chooses the answer for a messages request and notes the request.</summary>
    public Answer Choose(Prompt prompt, string key)
    {
        lock (_gate)
        {
            _messages++;
            var rule = Pick_NeedsLock(prompt, key);
            var answer = rule < 0 ? _current.Default : AnswerOf(_current.Rules[rule], prompt.ToolRounds) ?? _current.Default;
            Note_NeedsLock(new SeenRequest(
                ++_total, clock.GetUtcNow(), prompt.Model, Mask(key), prompt.Stream, prompt.ToolRounds, rule, answer.Status,
                prompt.Text.Length, prompt.Sha256, prompt.Head, prompt.Tail));
            return answer;
        }
    }

    public void CountPath(string path)
    {
        lock (_gate)
        {
            _paths[path] = _paths.GetValueOrDefault(path) + 1;
        }
    }

    public void Entered()
    {
        lock (_gate)
        {
            _mostActive = Math.Max(_mostActive, ++_active);
        }
    }

    public void Left()
    {
        lock (_gate)
        {
            _active--;
        }
    }

    public SeenRequests Seen()
    {
        lock (_gate)
        {
            return new SeenRequests(_total, _active, _mostActive, new Dictionary<string, int>(_paths), [.. _seen]);
        }
    }

    private int Pick_NeedsLock(Prompt prompt, string key)
    {
        for (var i = 0; i < _current.Rules.Count; i++)
        {
            var rule = _current.Rules[i];
            if ((rule.Times > 0 && _used[i] >= rule.Times) || !Matches(rule.When, prompt, key))
                continue;
            _used[i]++;
            return i;
        }

        return -1;
    }

    private bool Matches(Match when, Prompt prompt, string key) =>
        (when.Prompt is null || prompt.Text.Contains(when.Prompt, StringComparison.Ordinal))
        && (when.Key is null || key.Contains(when.Key, StringComparison.Ordinal))
        && (when.Model is null || prompt.Model.Contains(when.Model, StringComparison.Ordinal))
        && (when.Request is null || when.Request == _messages);

    private static Answer? AnswerOf(Rule rule, int round) =>
        rule.Loop ? rule.Answers[round % rule.Answers.Count] : round < rule.Answers.Count ? rule.Answers[round] : null;

    private void Note_NeedsLock(SeenRequest request)
    {
        _seen.Enqueue(request);
        if (_seen.Count > Kept)
            _seen.Dequeue();
    }

    private static string Mask(string key) => key.Length <= 10 ? new string('*', key.Length) : key[..10] + "…";
}
