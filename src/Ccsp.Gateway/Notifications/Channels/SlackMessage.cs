namespace Ccsp.Gateway.Notifications.Channels;

/// <summary>A message as Slack and all that copy its webhooks take it.</summary>
internal sealed record SlackMessage(string Text);
