using System.Text;
using Ccsp.Contracts;
using Ccsp.Gateway.Notifications;
using Ccsp.Gateway.Notifications.Channels;
using Ccsp.Gateway.Notifications.Delivery;
using Ccsp.Gateway.Notifications.Mail;
using Ccsp.Gateway.Notifications.Peers;
using Ccsp.Tests.Support;
using MimeKit;
using Xunit;

namespace Ccsp.Tests.Notifications;

public sealed class EmailTests : IDisposable
{
    private readonly MailServer _server = new();
    private readonly NotificationBench _bench = new() { Options = new() { Routes = [new(ChannelNames.Email, Severity.Info)] } };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _server.Dispose();
        _bench.Dispose();
    }

    [Fact(Timeout = 60_000)]
    public async Task A_mail_arrives_whole_whatever_its_letters()
    {
        var title = "CCSP: 認証切れ " + new string('ü', 100);
        var notice = NotificationBench.Notice() with { Title = title, Body = "Zeile eins\n.\n..zwei\nEnde 🎉" };
        Assert.Equal(new DeliveryOutcome.Sent("127.0.0.1 took it for 2 recipients"),
            await Channel().SendAsync(NotificationBench.Entry(notice), SampleTasks.Noon, Stop));
        Assert.Equal(["EHLO ccsp.invalid", "MAIL FROM:<ccsp@example.org>", "RCPT TO:<a@example.org>", "RCPT TO:<b@example.org>", "DATA"],
            _server.Commands.Take(5));
        var sent = Assert.Single(_server.Mails);
        Assert.All(sent.Split('\n'), line => Assert.True(line.Length < 998 && line.All(char.IsAscii), line));
        using var mail = await MimeMessage.LoadAsync(new MemoryStream(Encoding.ASCII.GetBytes(sent)), Stop);
        Assert.Equal(title, mail.Subject);
        Assert.Equal("Zeile eins\n.\n..zwei\nEnde 🎉", mail.TextBody!.ReplaceLineEndings("\n").TrimEnd());
        Assert.Equal((SampleTasks.Noon, "auto-generated"), (mail.Date, mail.Headers[HeaderId.AutoSubmitted]));
        Assert.Equal(["a@example.org", "b@example.org"], mail.To.Mailboxes.Select(to => to.Address));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_second_try_carries_the_same_message_id()
    {
        await Channel().SendAsync(NotificationBench.Entry(), SampleTasks.Noon, Stop);
        await Channel().SendAsync(NotificationBench.Entry(tries: 2), SampleTasks.Noon.AddMinutes(1), Stop);
        Assert.Equal(2, _server.Mails.Count);
        var ids = _server.Mails.Select(
            mail => mail.Split('\n').Single(line => line.StartsWith("Message-Id:", StringComparison.Ordinal)));
        Assert.Single(ids.Distinct());
    }

    [Theory(Timeout = 60_000)]
    [InlineData("CONNECT", "554 no", "refused the greeting: 554 no")]
    [InlineData("CONNECT", "HTTP/1.1 400 Bad", "does not speak SMTP")]
    [InlineData("AUTH", "535 wrong", "refused the login: 535 wrong")]
    [InlineData("AUTH", "535 bad pass-word cGFzcy13b3Jk AGNjc3AAcGFzcy13b3Jk", "refused the login: 535 bad … … …")]
    [InlineData("RCPT", "550 who?", "refused the recipient a@example.org: 550 who?, the recipient b@example.org: 550 who?")]
    [InlineData("MAIL", "550 not you", "refused the sender: 550 not you")]
    [InlineData(".", "451 later", "refused the message: 451 later")]
    [InlineData("MAIL", "CUT", "hung up")]
    [InlineData("DATA", "HANG", "did not take the mail within 0.5 s")]
    public async Task A_server_that_refuses_or_misbehaves_is_told_clearly_and_without_the_password(string command, string answer,
        string error)
    {
        _server.Instead[command] = answer;
        var failure = await Assert.ThrowsAsync<PeerFailure>(
            () => Channel(user: "ccsp", password: "pass-word", seconds: answer == "HANG" ? 0.5 : 30)
                .SendAsync(NotificationBench.Entry(), SampleTasks.Noon, Stop));
        Assert.Contains(error, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("pass-word", failure.Message, StringComparison.Ordinal);
        Assert.Equal(command == "." ? 1 : 0, _server.Mails.Count);
    }

    [Fact(Timeout = 60_000)]
    public async Task An_answer_without_an_end_is_cut_off()
    {
        _server.Instead["CONNECT"] = "220 " + new string('2', 1 << 20);
        Assert.Contains("answers without an end",
            (await Assert.ThrowsAsync<PeerFailure>(() => Channel().SendAsync(NotificationBench.Entry(), SampleTasks.Noon, Stop))).Message,
                StringComparison.Ordinal);
        _server.Instead["CONNECT"] = string.Join("\r\n", Enumerable.Repeat("220-more", 10_000));
        Assert.Contains("answers without an end",
            (await Assert.ThrowsAsync<PeerFailure>(() => Channel().SendAsync(NotificationBench.Entry(), SampleTasks.Noon, Stop))).Message,
                StringComparison.Ordinal);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(false, "offers no STARTTLS")]
    [InlineData(true, "no trusted TLS connection")]
    public async Task Where_TLS_is_asked_for_nothing_is_said_without_it(bool offered, string error)
    {
        _server.OffersTls = offered;
        var failure = await Assert.ThrowsAsync<PeerFailure>(
            () => Channel(MailTls.StartTls, "ccsp", "pass-word").SendAsync(NotificationBench.Entry(), SampleTasks.Noon, Stop));
        Assert.Contains(error, failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_server_that_knows_no_login_is_not_given_the_password()
    {
        _server.OffersLogin = false;
        var failure = await Assert.ThrowsAsync<PeerFailure>(
            () => Channel(user: "ccsp", password: "pass-word").SendAsync(NotificationBench.Entry(), SampleTasks.Noon, Stop));
        Assert.Contains("offers no login", failure.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_server.Commands, command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_refused_recipient_keeps_the_mail_from_nobody_else_and_is_told()
    {
        _server.Instead["RCPT TO:<b"] = "550 5.1.1 who?";
        const string Told = "127.0.0.1 took it for 1 of 2 recipients; it refused the recipient b@example.org: 550 5.1.1 who?";
        var entry = await DeliverAsync();
        Assert.Equal((NotificationState.Sent, Told), (entry.State, entry.Error));
        Assert.Single(_server.Mails);
        Assert.Equal(Told, (await _bench.Outbox.HealthAsync(Stop))[ChannelNames.Email].Error);
    }

    [Fact(Timeout = 60_000)]
    public async Task Who_is_refused_for_the_moment_gets_the_mail_later_and_the_others_get_it_once()
    {
        _server.Instead["RCPT TO:<b"] = "450 later";
        Assert.Equal(["b@example.org"], (await DeliverAsync()).Recipients);
        _server.Instead.Clear();
        _server.Commands.Clear();
        _bench.Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(NotificationState.Sent, (await DeliverAsync()).State);
        Assert.Equal(["RCPT TO:<b@example.org>"],
            _server.Commands.Where(command => command.StartsWith("RCPT", StringComparison.Ordinal)));
    }

    /// <summary>More tries could lock the account.</summary>
    [Fact(Timeout = 60_000)]
    public async Task A_refused_login_is_tried_once_by_one_method_and_rests_the_channel_until_a_restart()
    {
        _server.LoginMethods = "LOGIN PLAIN CRAM-MD5";
        _server.Instead["AUTH"] = "535 5.7.8 wrong";
        await _bench.RouteAsync(NotificationBench.Notice("other", topic: "gate:other"));
        var channel = Channel(user: "ccsp", password: "pass-word");
        var delivery = _bench.Delivery(channel);
        for (var minute = 0; minute < 50; minute += 10)
        {
            await DeliverAsync(channel, delivery);
            _bench.Clock.Advance(TimeSpan.FromMinutes(10));
        }

        Assert.Equal("AUTH PLAIN", Assert.Single(Logins())[..10]);
        var health = (await _bench.Outbox.HealthAsync(Stop))[ChannelNames.Email];
        Assert.Equal((2, 0), (health.Waiting, health.Dead));
        Assert.EndsWith("535 5.7.8 wrong; check notify.email.user and notify.email.password", health.Error, StringComparison.Ordinal);

        await DeliverAsync(channel, _bench.Delivery(channel));
        Assert.Equal(2, Logins().Count());
        _server.Instead.Clear();
        _bench.Clock.Advance(TimeSpan.FromHours(1));
        await DeliverAsync(channel);
        Assert.Equal(2, _server.Mails.Count);

        IEnumerable<string> Logins() => _server.Commands.Where(command => command.StartsWith("AUTH", StringComparison.Ordinal));
    }

    [Theory(Timeout = 60_000)]
    [InlineData("RCPT", "550 who?")]
    [InlineData(".", "554 spam")]
    [InlineData("MAIL", "552 too large")]
    public async Task A_mail_that_is_refused_for_good_is_sent_once(string command, string answer)
    {
        _server.Instead[command] = answer;
        var entry = await DeliverAsync();
        Assert.Equal((NotificationState.Dead, 1), (entry.State, entry.Tries));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_private_mail_server_must_be_allowed_by_name()
    {
        var failure = await Assert.ThrowsAsync<PeerFailure>(
            () => new EmailChannel(Options(MailTls.None, null, null), [], PeerLimits.Default).SendAsync(NotificationBench.Entry(),
                SampleTasks.Noon, Stop));
        Assert.Contains("is not a public address", failure.Message, StringComparison.Ordinal);
    }

    /// <summary>One round of the channel, with one notification to send.</summary>
    private async Task<Gateway.Notifications.Store.OutboxEntry> DeliverAsync(EmailChannel? channel = null, DeliveryDuty? delivery = null)
    {
        await _bench.RouteAsync(NotificationBench.Notice());
        await (delivery ?? _bench.Delivery(channel ?? Channel())).RunOnceAsync(_bench.Now, Stop);
        return (await _bench.AllAsync(ChannelNames.Email))[^1];
    }

    private EmailChannel Channel(MailTls tls = MailTls.None, string? user = null, string? password = null, double seconds = 30) =>
        new(Options(tls, user, password), ["127.0.0.1"], new PeerLimits(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(seconds)));

    private MailOptions Options(MailTls tls, string? user, string? password) => new()
    {
        Host = "127.0.0.1",
        Port = _server.Port,
        Tls = tls,
        User = user,
        Password = password,
        From = "ccsp@example.org",
        To = ["a@example.org", "b@example.org"],
    };
}
