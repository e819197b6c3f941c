using System.Collections.Frozen;
using System.Globalization;
using Ccsp.Contracts;
using Ccsp.Gateway.Engines.Endings;

namespace Ccsp.Gateway.Engines.ClaudeCode;

/// <summary>The Claude Code CLI in print mode. Checked against versions 2.1.197 and 2.1.329.</summary>
internal sealed class ClaudeCodeEngine(string name, EngineOptions options) : IEngine, ILoginQuestion
{
    private static readonly FrozenSet<RunSetting> All = Enum.GetValues<RunSetting>().ToFrozenSet();

    public string Name { get; } = name;

    public IReadOnlySet<RunSetting> Keeps => All;

    public SilenceOptions Silence => options.Silence;

    public bool PassesExitOn => false;

    public bool TakesConversation => true;

    public string ProgramCure => "install Claude Code, or start the gateway with CLAUDE_CLI_PATH or " +
        $"engines.{Name}.path naming its program";

    public EngineCommand BuildCommand(EngineRequest request)
    {
        var arguments = request.Spec.Arguments is { } raw ? RawArguments.Of(raw, request) : PrintArguments.Of(request);
        return new EngineCommand
        {
            FileName = ProgramOf(request.GatewayEnvironment),
            Arguments = arguments.List,
            WorkingDirectory = request.WorkingDirectory,
            Environment = RunEnvironment.Of(request, Defaults()),
            Stdin = StandardInput.Of(request),
            Files = arguments.Files,
            Format = arguments.Format,
            // With the caller's own command line the CLI may be silent while it works.
            Speaks = request.Spec.Arguments is null && arguments.Format == OutputFormat.StreamJson,
            Resumed = request.Start != ConversationStart.New || RawArguments.Resumes(request.Spec.Arguments),
        };
    }

    public EngineEvent ParseLine(ReadOnlySpan<byte> line, OutputFormat format) => StreamLine.Parse(line, format);

    public Ending Classify(RunEvidence evidence) => EndingClassifier.Classify(evidence);

    public LoginQuestion Ask(ProfileSurroundings profile) =>
        AuthStatus.Ask(ProgramOf(profile.GatewayEnvironment), RunEnvironment.Of(profile, Defaults()));

    public LoginAnswer Read(int? exitCode, string stdout, string stderr) => AuthStatus.Read(exitCode, stdout, stderr);

    /// <summary>
    /// <c>CLAUDE_CLI_PATH</c> of the gateway's environment, otherwise the configured path, otherwise <c>claude</c> on PATH.
    /// </summary>
    private string ProgramOf(IReadOnlyDictionary<string, string> gateway) =>
        gateway.TryGetValue("CLAUDE_CLI_PATH", out var path) && path.Length > 0 ? path : options.Path ?? "claude";

    private Dictionary<string, string> Defaults() => new()
    {
        ["CLAUDE_CODE_MAX_RETRIES"] = options.MaxRetries.ToString(CultureInfo.InvariantCulture),
        // A CLI that updates itself during a run would start as a different version next time.
        ["DISABLE_AUTOUPDATER"] = "1",
    };
}
