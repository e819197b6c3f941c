using System.CommandLine;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Tasks;

/// <summary>Selects the ended tasks of a mass retry.</summary>
internal sealed class RetryFilterOptions
{
    private readonly Option<bool> _failed = new("--failed") { Description = "Tasks that failed, all or those the other options name" };
    private readonly Option<bool> _cancelled = new("--cancelled") { Description = "Tasks that were cancelled" };
    private readonly Option<bool> _expired = new("--expired") { Description = "Tasks that expired" };
    private readonly Option<string?> _because =
        new("--because") { Description = "Only tasks that failed for this reason", HelpName = "REASON" };
    private readonly Option<string?> _agent = new("--agent") { Description = "Only of this agent", HelpName = "AGENT" };
    private readonly Option<string?> _group = new("--group") { Description = "Only of this group", HelpName = "GROUP" };
    private readonly Option<string?> _engine = new("--engine") { Description = "Only of this engine", HelpName = "ENGINE" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Only of this profile", HelpName = "PROFILE" };
    private readonly Option<string?> _type = new("--type") { Description = "Only of this type", HelpName = "TYPE" };
    private readonly Option<string?> _priority = new("--priority", "-p") { Description = "Only of this priority", HelpName = "PRIORITY" };
    private readonly Option<DateTimeOffset?> _since;
    private readonly Option<DateTimeOffset?> _until;

    public RetryFilterOptions(Shell shell)
    {
        _since = TimeOptions.Gone("--since", "Only accepted at this time or later", shell);
        _until = TimeOptions.Bound("--until", "Only accepted before this time", shell);
        _because.AcceptOnlyFromAmong([.. EnumNames<FailReason>.All]);
        _priority.AcceptOnlyFromAmong([.. EnumNames<Priority>.All]);
    }

    private Option[] Narrowing => [_because, _agent, _group, _engine, _profile, _type, _priority, _since, _until];

    public void AddTo(Command command, Argument<string[]> ids)
    {
        foreach (var option in new Option[] { _failed, _cancelled, _expired }.Concat(Narrowing))
            command.Add(option);
        command.Validators.Add(result =>
        {
            var states = new[] { _failed, _cancelled, _expired }.Count(option => result.GetResult(option) is not null);
            var names = result.GetResult(ids) is { Tokens.Count: > 0 };
            if (states > 1)
                result.AddError("--failed, --cancelled and --expired exclude each other");
            else if (names && states > 0)
                result.AddError("name tasks, or say --failed, --cancelled or --expired, not both");
            else if (!names && states == 0)
                result.AddError("ID is missing; --failed retries all that failed");
            else if (states == 0 && Array.Exists(Narrowing, option => result.GetResult(option) is not null))
                result.AddError("only tasks meant by --failed, --cancelled or --expired can be narrowed down");
        });
    }

    /// <returns>Null when tasks are given by id.</returns>
    public RetryOrder? Read(ParseResult parsed)
    {
        var (failed, cancelled, expired) = (parsed.GetValue(_failed), parsed.GetValue(_cancelled), parsed.GetValue(_expired));
        if (!failed && !cancelled && !expired)
            return null;
        return new RetryOrder
        {
            State = failed ? TaskState.Failed : cancelled ? TaskState.Cancelled : TaskState.Expired,
            FailReason = EnumNames<FailReason>.TryParse(parsed.GetValue(_because), out var reason) ? reason : null,
            Agent = parsed.GetValue(_agent),
            Group = parsed.GetValue(_group),
            Engine = parsed.GetValue(_engine),
            Profile = parsed.GetValue(_profile),
            Type = parsed.GetValue(_type),
            Priority = EnumNames<Priority>.TryParse(parsed.GetValue(_priority), out var priority) ? priority : null,
            Since = parsed.GetValue(_since),
            Until = parsed.GetValue(_until),
        };
    }
}
