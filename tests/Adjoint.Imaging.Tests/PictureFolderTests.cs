using Adjoint.Data;

namespace Adjoint.Imaging.Tests;

public class PictureFolderTests
{
    [Fact]
    public void Pictures_come_in_ordinal_order_and_other_files_are_passed_over()
    {
        using TestFolder folder = new();
        foreach (string name in new[] { "b.png", "a10.bmp", "B.jpg", "a9.JPEG" })
        {
            PictureFile.Write(TestPictures.Smooth(2, 2, 1), folder[name]);
        }

        File.WriteAllText(folder["readme.txt"], "not a picture");
        File.WriteAllText(folder[".hidden.png"], "not a picture");
        Directory.CreateDirectory(folder["folder.png"]);

        Assert.Equal(["B.jpg", "a10.bmp", "a9.JPEG", "b.png"], PictureFolder.Enumerate(folder.Path).Select(Path.GetFileName));
        Assert.Equal(["B.jpg", "a10.bmp", "a9.JPEG", "b.png"], PictureFolder.Read(folder.Path).Select(p => Path.GetFileName(p.Path)));
    }

    [Fact]
    public void What_is_wrong_is_said()
    {
        using TestFolder folder = new();
        Assert.Contains(".png, .jpg, .jpeg, .bmp", Assert.Throws<PictureFormatException>(() => PictureFolder.Enumerate(folder.Path)).Message);
        Assert.Contains("no such folder", Assert.Throws<DirectoryNotFoundException>(() => PictureFolder.Read(folder["none"])).Message);
        File.WriteAllText(folder["fake.png"], "not a picture");
        Assert.Contains("is a file", Assert.Throws<DirectoryNotFoundException>(() => PictureFolder.Enumerate(folder["fake.png"])).Message);
        Assert.Contains("fake.png", Assert.Throws<PictureFormatException>(() => PictureFolder.Read(folder.Path).Count()).Message);
    }

    [Theory]
    [InlineData("skimage", 18)]
    [InlineData("BSD-train", 200)]
    public void Real_photographs_are_read_and_survive_PNG(string name, int count)
    {
        string? data = Environment.GetEnvironmentVariable("ADJOINT_DATA");
        if (string.IsNullOrEmpty(data))
        {
            Assert.Skip("ADJOINT_DATA names no folder with real pictures (images/skimage, images/BSD-train).");
        }

        int read = 0;
        foreach ((_, Picture picture) in PictureFolder.Read(Path.Combine(data, "images", name)))
        {
            read++;
            if (read % 10 == 1)
            {
                TestPictures.AssertSame(picture, TestPictures.Decode(TestPictures.Encode(picture, PictureFormat.Png)));
            }
        }

        Assert.Equal(count, read);
    }
}
