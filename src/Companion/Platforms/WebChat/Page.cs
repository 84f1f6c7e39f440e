using Microsoft.AspNetCore.Http.HttpResults;

namespace Companion.Platforms.WebChat;

/// <summary>The files of the page, from inside the program.</summary>
internal static class Page
{
    public static readonly Utf8ContentHttpResult Html = Load("chat.html", "text/html; charset=utf-8");
    public static readonly Utf8ContentHttpResult Css = Load("chat.css", "text/css; charset=utf-8");
    public static readonly Utf8ContentHttpResult Script = Load("chat.js", "text/javascript; charset=utf-8");

    private static Utf8ContentHttpResult Load(string name, string type)
    {
        using var stream = typeof(Page).Assembly.GetManifestResourceStream($"Companion.Platforms.WebChat.Page.{name}")
            ?? throw new InvalidOperationException($"{name} is not part of the program.");
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return TypedResults.Text(memory.ToArray(), type);
    }
}
