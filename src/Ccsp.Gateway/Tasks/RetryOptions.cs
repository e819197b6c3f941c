using System.ComponentModel.DataAnnotations;

namespace Ccsp.Gateway.Tasks;

/// <summary>Retry budgets and the back-off formula. Set anew when the configuration is read again: read them where they are
/// needed.</summary>
internal sealed record RetryOptions
{
    /// <summary>Runs more after a transient ending.</summary>
    [Range(0, 1000)]
    public int Transient { get; set; } = 5;

    /// <summary>Runs more after a lost one; a task that takes its instance down every time must not do so for ever.</summary>
    [Range(0, 100)]
    public int Lost { get; set; } = 3;

    /// <summary>Runs more after a passed deadline.</summary>
    [Range(0, 100)]
    public int Timeout { get; set; } = 1;

    /// <summary>First step of the back-off in seconds.</summary>
    [Range(0, 3600)]
    public double BaseSeconds { get; set; } = 5;

    /// <summary>Longest back-off in seconds.</summary>
    [Range(0, 86400)]
    public double CapSeconds { get; set; } = 300;

    /// <summary>How long a task waits for a limit or a login nobody gave a time for, in seconds, before it asks again.</summary>
    [Range(1, 86400)]
    public double RecheckSeconds { get; set; } = 300;
}
