using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>How a run ended. A closed set: every ending of every engine is one of these.</summary>
[JsonConverter(typeof(EnumNameConverter<EndingClass>))]
public enum EndingClass
{
    /// <summary>With a result.</summary>
    Succeeded,

    /// <summary>A provider window (session, week, model) is exhausted until its reset.</summary>
    Limit,

    /// <summary>429 without an exhausted window, or overloaded.</summary>
    Throttled,

    /// <summary>Credit too low or a spending cap at the provider.</summary>
    Billing,

    /// <summary>Not logged in, key invalid, expired or revoked, organisation disabled.</summary>
    Login,

    /// <summary>Refused, reset, unreachable, timed out, or not resolved.</summary>
    Network,

    /// <summary>The provider answered 5xx.</summary>
    Server,

    /// <summary>Bad flag, malformed request, unknown model, prompt too long.</summary>
    Invalid,

    /// <summary>The conversation is full or cannot be continued.</summary>
    Context,

    /// <summary>The turn limit of the task was reached.</summary>
    Turns,

    /// <summary>The spending limit of the task was reached.</summary>
    Budget,

    /// <summary>No first byte, or silence for too long.</summary>
    Stalled,

    /// <summary>The deadline passed.</summary>
    Timeout,

    /// <summary>Ended by a signal, non-zero without a result, truncated, or exit 0 without a result.</summary>
    Crashed,

    /// <summary>A program of kind <c>command</c> exited by itself with a non-zero code: its answer, not a crash.</summary>
    Failed,

    /// <summary>Killed for lack of memory.</summary>
    Oom,

    /// <summary>The engine's program is missing, not executable or of a wrong version.</summary>
    EngineMissing,

    /// <summary>More output than the limit allows.</summary>
    Output,

    /// <summary>Stopped because the task was cancelled.</summary>
    Cancelled,

    /// <summary>Stopped to empty the instance, or by the emergency stop.</summary>
    Drained,

    /// <summary>The process tree is gone and its end was not recorded.</summary>
    Lost,

    /// <summary>None of the others; the raw evidence is kept.</summary>
    Unknown,
}
