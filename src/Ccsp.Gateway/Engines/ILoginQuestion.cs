namespace Ccsp.Gateway.Engines;

/// <summary>An engine whose program can report its login. Pure, like <see cref="IEngine"/>.</summary>
internal interface ILoginQuestion
{
    /// <summary>The command that asks for the login of a profile.</summary>
    LoginQuestion Ask(ProfileSurroundings profile);

    /// <summary>Parses the answer.</summary>
    LoginAnswer Read(int? exitCode, string stdout, string stderr);
}
