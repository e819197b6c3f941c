using Ccsp.Contracts;
using Ccsp.Gateway.Engines.ClaudeCode;
using Ccsp.Gateway.Engines.Endings;

namespace Ccsp.Gateway.Engines.Command;

/// <summary>
/// Any program as an engine: the prompt on stdin, the task's working directory, and on stdout either the result as text or Claude Code's
/// event lines. Success is exit code 0 in text mode, or the result event. Any other exit code is the program's answer.
/// </summary>
internal sealed class CommandEngine(string name, EngineOptions options) : IEngine
{
    private readonly ProgramConduct _conduct = new(
        SpeaksClaude: options.Output != OutputFormat.Text, ExitIsAnswer: true, options.RetryFailures);

    public string Name { get; } = name;

    /// <summary>Only settings with a placeholder in its command.</summary>
    public IReadOnlySet<RunSetting> Keeps { get; } = ArgumentTemplate.Names(options.Command);

    public SilenceOptions Silence => options.Silence;

    public bool PassesExitOn => true;

    /// <summary>A program resumes only if it receives the conversation id; any other gets the whole prompt again.</summary>
    public bool TakesConversation => options.Command.Any(part => part.Contains(ArgumentTemplate.Conversation, StringComparison.Ordinal));

    public string ProgramCure => $"install {options.Command[0]}, or start the gateway with engines.{Name}.command naming another program";

    public EngineCommand BuildCommand(EngineRequest request)
    {
        var command = ArgumentTemplate.Fill(options.Command, request);
        return new EngineCommand
        {
            FileName = command[0],
            Arguments = [.. command.Skip(1), .. request.Spec.Arguments ?? []],
            WorkingDirectory = request.WorkingDirectory,
            Environment = RunEnvironment.Of(request, new Dictionary<string, string>()),
            Stdin = StandardInput.Of(
                request.Start == ConversationStart.Continue && !TakesConversation
                    ? request with { Start = ConversationStart.New }
                    : request),
            Format = options.Output,
            Resumed = TakesConversation && request.Start != ConversationStart.New,
        };
    }

    public EngineEvent ParseLine(ReadOnlySpan<byte> line, OutputFormat format) => StreamLine.Parse(line, format);

    public Ending Classify(RunEvidence evidence) => EndingClassifier.Classify(evidence with { Program = _conduct });
}
