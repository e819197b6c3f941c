using System.Text.Json.Serialization;

namespace Ccsp.Contracts;

/// <summary>One page of notifications.</summary>
/// <param name="Items">Newest first.</param>
/// <param name="Next">The <c>before</c> of the next page; absent on the last one.</param>
public sealed record NotificationList([property: JsonRequired] IReadOnlyList<NotificationView> Items, long? Next);
