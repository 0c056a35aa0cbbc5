using Adjoint.Data;

namespace Adjoint.Imaging.Tests;

public class PictureFileTests
{
    [Fact]
    public void Extension_that_is_unknown_is_refused_and_the_known_ones_are_named()
    {
        Picture picture = new(1, 1, 1, new byte[1]);
        PictureFormatException refused = Assert.Throws<PictureFormatException>(() => PictureFile.Write(picture, "picture.gif"));
        Assert.Contains("picture.gif", refused.Message);
        Assert.Contains(".png, .jpg, .jpeg, .bmp", refused.Message);
    }
}
