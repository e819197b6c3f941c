namespace Ccsp.Gateway.Logins;

/// <summary>Computes the steps of this instance's logins from stored states and observations. Pure; writes nothing.</summary>
internal sealed class LoginStateChange
{
    private readonly Dictionary<string, LoginState> _sessions;
    private readonly List<LoginStep> _steps = [];
    private readonly LoginMonitorOptions _options;

    public LoginStateChange(StoredLogins stored, IReadOnlyDictionary<string, LoginProfile> profiles, LoginMonitorOptions options)
    {
        _options = options;
        var known = stored.Items.ToDictionary(session => session.Profile, StringComparer.Ordinal);
        _sessions = profiles.Keys.ToDictionary(profile => profile,
            profile => known.GetValueOrDefault(profile) ?? new LoginState { Profile = profile }, StringComparer.Ordinal);
        Fresh = [.. profiles.Keys.Where(profile => !known.ContainsKey(profile))];
    }

    public IReadOnlyDictionary<string, LoginState> Sessions => _sessions;

    /// <summary>The steps that change something, in order.</summary>
    public IReadOnlyList<LoginStep> Steps => _steps;

    /// <summary>Profiles without a stored state.</summary>
    public IReadOnlyList<string> Fresh { get; }

    public void Observe(IEnumerable<(string Profile, Observation Seen)> observed)
    {
        foreach (var (profile, seen) in observed)
        {
            var before = _sessions[profile];
            var step = LoginRules.On(before, seen, _options);
            if (step.Session == before && step.Facts.Count == 0 && step.Gate == GateMove.Leave)
                continue;
            _sessions[profile] = step.Session;
            _steps.Add(step);
        }
    }
}
