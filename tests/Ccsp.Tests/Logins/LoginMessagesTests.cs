using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Logins;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Logins;

/// <summary>What people read of a login: who, since when, why, who waits and what to do.</summary>
public sealed class LoginMessagesTests
{
    private static readonly LoginState Lost = new() { Profile = "p" };

    private static readonly LoginFollowUp Loss = new(LoginFollowUpKind.OpenIssue,
        SampleTasks.Noon.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture), "Invalid API key");

    [Fact]
    public void A_loss_tells_all_that_is_known()
    {
        var session = Lost with { AuthMethod = "claude.ai", LastValidResponse = SampleTasks.Noon.AddHours(-1) };
        var message = LoginMessages.Lost(session, Profile(LoginKind.Login), Loss, ["t1", "t2"], 2);
        Assert.Equal(("session:p", Loss.Occurrence, "CCSP: profile p needs a person: its login is lost"),
            (message.Key, message.Occurrence, message.Title));
        Assert.Equal(["urgent", "session-timeout", "requires-manual-action"], message.Labels);
        Assert.Equal(
            """
            Tasks of profile `p` wait until a person has helped.

            - Profile: `p` (claude.ai)
            - Since: 2026-03-01 12:00:00Z
            - Reason: Invalid API key
            - Last answer of the provider: 2026-03-01 11:00:00Z
            - Tasks that wait: 2
            - `t1`
            - `t2`

            **What to do:** on the machine of the gateway, as its user, run `CLAUDE_CONFIG_DIR=/c claude` and sign in with
            """ + " `/login`. Then close this issue, or run `ccsp sessions recovered p`. The next run is let in alone; if it is refused, "
            + "this issue is opened again.",
            message.Body);
    }

    [Fact]
    public void Of_many_who_wait_ten_are_named()
    {
        var waiting = Enumerable.Range(0, 12).Select(number => $"t{number}").ToList();
        var body = LoginMessages.Lost(Lost, null, Loss, waiting, null).Body;
        Assert.Contains("- Tasks that wait: more than 12\n- `t0`\n", body, StringComparison.Ordinal);
        Assert.Contains("- `t9`\n\n", body, StringComparison.Ordinal);
        Assert.DoesNotContain("t10", body, StringComparison.Ordinal);
        Assert.Contains("- Profile: `p`\n", body, StringComparison.Ordinal);
        Assert.Contains("- Last answer of the provider: none is known\n", body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Key", false, "replace the key of profile `p` in the configuration or where its secret lies, and restart the gateway.")]
    [InlineData("Cloud", false, "renew the cloud credentials of profile `p`.")]
    [InlineData("Login", false,
        "on the machine of the gateway, as its user, run `CLAUDE_CONFIG_DIR=/c claude` and sign in with `/login`.")]
    [InlineData(null, false, "sign in again.")]
    [InlineData("Login", true, "pay the provider or raise its spending limit.")]
    public void What_to_do_depends_on_how_the_profile_signs_in(string? kind, bool billing, string remedy)
    {
        var session = Lost with { LostBy = billing ? LossCause.Billing : LossCause.Refusal };
        var profile = kind is null ? new LoginProfile("p", "claude", null, null) : Profile(Enum.Parse<LoginKind>(kind));
        var message = LoginMessages.Lost(session, profile, Loss, [], 0);
        Assert.Contains($"**What to do:** {remedy} Then close", message.Body, StringComparison.Ordinal);
        Assert.EndsWith(billing ? ": its provider wants to be paid" : ": its login is lost", message.Title, StringComparison.Ordinal);
    }

    [Fact]
    public void A_warning_and_a_recovery_say_what_happens()
    {
        var warning = LoginMessages.Expiring(Lost, null, new LoginFollowUp(LoginFollowUpKind.Warn, "7", "the login expires at noon"));
        Assert.Equal(
            ("session:p", "expiry:7", "CCSP: the login expires at noon (profile p)",
                "Of profile `p` the login expires at noon. Sign in again before: sign in again."),
            (warning.Key, warning.Occurrence, warning.Title, warning.Body));
        Assert.Equal("It works again: a run shows it. Waiting tasks go on.",
            LoginMessages.Recovered(new LoginFollowUp(LoginFollowUpKind.CloseIssue, "7", "a run shows it")));
    }

    private static LoginProfile Profile(LoginKind kind) =>
        new("p", "claude", new LoginQuestion("claude", [], new Dictionary<string, string>(), kind, "/c", "/none"), null);
}
