namespace Ccsp.Gateway.Settings;

internal sealed class WebAddressAttribute() : TextAttribute("an http or https address")
{
    public override bool IsValid(string text) => IsOne(text);

    public static bool IsOne(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps);
}
