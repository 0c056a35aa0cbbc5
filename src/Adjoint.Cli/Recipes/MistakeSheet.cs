using Adjoint.Data;
using Adjoint.Imaging.Plots;
using Adjoint.Layers;
using Adjoint.Models;
using Adjoint.Tensors;

namespace Adjoint.Cli.Recipes;

/// <summary>Draws pictures that a model takes for another class: where it errs says most of what it has learnt.</summary>
internal static class MistakeSheet
{
    /// <summary>Rows and columns of the sheet, pictures that are looked through, and the size that small ones are enlarged to.</summary>
    private const int Rows = 4, Columns = 8, Most = 5000, Batch = 100, Size = 84;

    /// <summary>Draws the sheet.</summary>
    /// <returns>The sheet, or nothing if no mistake is found or the pictures cannot be shown.</returns>
    public static Picture? Draw(Model model, ClassificationTask task, LabelledPictures pictures)
    {
        if (pictures.PictureShape.Rank != 3 || pictures.PictureShape[2] is not (1 or 3))
        {
            return null;
        }

        List<ContactSheetTile> tiles = [];
        int count = Math.Min(Most, pictures.Count), enlargement = Math.Max(1, Size / Math.Max(pictures.PictureShape[0], pictures.PictureShape[1]));
        for (int first = 0; first < count && tiles.Count < Rows * Columns; first += Batch)
        {
            Tensor<float> batch = pictures.ToTensor(first, Math.Min(Batch, count - first)), scores = model.Predict(batch);
            for (int i = 0; i < batch.Shape[0] && tiles.Count < Rows * Columns; i++)
            {
                int taken = IndexOfGreatest(scores.Span.Slice(i * task.Classes.Count, task.Classes.Count)), label = pictures.Label(first + i);
                if (taken != label)
                {
                    tiles.Add(new ContactSheetTile(Show(pictures, first + i, enlargement), $"{task.Classes[label]} as {task.Classes[taken]}"));
                }
            }
        }

        return tiles.Count == 0 ? null : ContactSheet.Draw([.. tiles.Chunk(Columns)]);
    }

    private static Picture Show(LabelledPictures pictures, int index, int enlargement)
    {
        Tensor<float> values = new(pictures.PictureShape);
        pictures.CopyTo(index, values.Span);
        Picture picture = Picture.FromTensor(values);
        return ContactSheet.Enlarge(picture, 0, 0, picture.Height, picture.Width, enlargement);
    }

    private static int IndexOfGreatest(ReadOnlySpan<float> scores)
    {
        int best = 0;
        for (int i = 1; i < scores.Length; i++)
        {
            best = scores[i] > scores[best] ? i : best;
        }

        return best;
    }
}
