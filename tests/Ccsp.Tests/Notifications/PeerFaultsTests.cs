using Ccsp.Gateway.Notifications.GitHub;
using Ccsp.Gateway.Notifications.Mail;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Tests.Support;
using Xunit;

namespace Ccsp.Tests.Notifications;

/// <summary>Which answers are tried again, which are given up, and which rest the channel.</summary>
public sealed class PeerFaultsTests
{
    [Fact(Timeout = 30_000)]
    public Task Every_status_of_HTTP_has_its_kind() => Task.Run(() =>
    {
        int[] configuration = [301, 308, 401, 403, 404, 407, 410];
        int[] transient = [408, 409, 421, 423, 425, 429];
        foreach (var status in Enumerable.Range(300, 300))
        {
            var expected = configuration.Contains(status) ? PeerFault.Configuration
                : status is >= 400 and < 500 && !transient.Contains(status) ? PeerFault.Permanent : PeerFault.Transient;
            Assert.True(expected == PeerFaults.OfHttp(status), $"{status}");
        }
    }, TestContext.Current.CancellationToken);

    /// <summary>An issue that was deleted says nothing of the others.</summary>
    [Theory(Timeout = 30_000)]
    [InlineData(401, false, "Configuration", "notify.github.token")]
    [InlineData(404, true, "Configuration", "notify.github.repository")]
    [InlineData(410, false, "Configuration", "issues are switched off in owner/name")]
    [InlineData(410, true, "Permanent", "the issue was deleted")]
    [InlineData(422, false, "Permanent", "does not accept the issue")]
    [InlineData(502, false, "Transient", "answered 502")]
    public Task Every_status_of_GitHub_has_its_kind_and_its_reason(int status, bool isIssue, string fault, string reason) => Task.Run(
        () =>
        {
            using var message = new HttpResponseMessage();
            var failure = GithubLimits.Judge(
                new PeerAnswer("github.example", status, message.Headers, [], IsCut: false), "owner/name", isIssue, SampleTasks.Noon)!;
            Assert.Equal(Enum.Parse<PeerFault>(fault), failure.Fault);
            Assert.Contains(reason, failure.Message, StringComparison.Ordinal);
        },
        TestContext.Current.CancellationToken);

    [Theory(Timeout = 30_000)]
    [InlineData("Greeting", 421, "Transient")]
    [InlineData("Greeting", 554, "Configuration")]
    [InlineData("Login", 454, "Transient")]
    [InlineData("Login", 500, "Configuration")]
    [InlineData("Login", 535, "Configuration")]
    [InlineData("Sender", 451, "Transient")]
    [InlineData("Sender", 530, "Configuration")]
    [InlineData("Sender", 550, "Configuration")]
    [InlineData("Sender", 552, "Permanent")]
    [InlineData("Recipient", 450, "Transient")]
    [InlineData("Recipient", 550, "Permanent")]
    [InlineData("Recipient", 530, "Configuration")]
    [InlineData("Message", 499, "Transient")]
    [InlineData("Message", 500, "Permanent")]
    [InlineData("Message", 554, "Permanent")]
    public Task Every_answer_of_SMTP_has_its_kind_at_each_step(string step, int code, string fault) => Task.Run(
        () => Assert.Equal(Enum.Parse<PeerFault>(fault), PeerFaults.OfSmtp(Enum.Parse<MailStep>(step), code)),
        TestContext.Current.CancellationToken);
}
