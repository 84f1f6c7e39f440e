using Companion.Messages;
using Companion.Platforms.WebChat;
using Companion.Tests.Support;

namespace Companion.Tests.Platforms.WebChat;

public sealed class PlainTextTests
{
    [Fact]
    public void Shows_a_status_with_slider_and_commands() =>
        Golden.Matches("WebChat/status.txt", PlainText.Render(Samples.Status, Samples.Berlin));

    [Fact]
    public void Shows_reasons_as_columns_bullets_and_indented_fold() =>
        Golden.Matches("WebChat/reasons.txt", PlainText.Render(Samples.Reasons, Samples.Berlin));

    [Fact]
    public void Shows_sliders_at_both_ends() =>
        Golden.Matches("WebChat/ends.txt", PlainText.Render(Samples.Ends, Samples.Berlin));

    [Fact]
    public void Shows_a_form_with_the_names_of_its_fields() =>
        Golden.Matches("WebChat/answer.txt", PlainText.Render(new Reply.OpenForm(Samples.Answer), Samples.Berlin));

    [Fact]
    public void Shows_a_sentence_for_each_field_that_needs_another_look() =>
        Golden.Matches("WebChat/errors.txt", PlainText.Render(Samples.Errors, Samples.Berlin));

    [Theory]
    [InlineData("\u001b[2Jgone", "[2Jgone")]
    [InlineData("\u202Eevil\u202C", "evil")]
    [InlineData("two\r\nlines", "two\nlines")]
    [InlineData("👩🏽‍🚀 שרה Юлия", "👩🏽‍🚀 שרה Юлия")]
    public void Gives_a_terminal_nothing_to_obey(string written, string shown) =>
        Assert.Equal(shown, PlainText.Render(Card.Say(written), TimeZoneInfo.Utc));

    [Fact]
    public void Shows_an_empty_table() =>
        Assert.Equal("Nothing\n\nUnit  Level", PlainText.Render(Card.Say("Nothing", new Part.Table(["Unit", "Level"], [])), TimeZoneInfo.Utc));
}
