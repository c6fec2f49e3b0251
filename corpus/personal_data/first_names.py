"""First names that tell a person's name from two other capital words. A name that is also a common German word (Mark,
Heide, Ernst) is left out: there a title or a role has to say that a person is meant. Collected for this project."""

FIRST_NAMES = frozenset(
    """
    Achim Adam Adelheid Adrian Agnes Agnieszka Ahmad Ahmed Aisha Alex Alexander Alexandra Alexej Alfons Alfred Ali Alice
    Alina Aleksandra Amalia Amelie Amina Amir Ana Anastasia Andrea Andreas Andrej Andrzej Angela Angelika Anita Anja
    Anke Anna Anne Annegret Anneliese Annemarie Annette Annika Anton Antonia Antonio Armin Arne Arno Arnold Arthur Artur
    Astrid Axel Ayse Ayşe Aylin Barbara Bärbel Beate Beatrix Benedikt Benjamin Bernd Bernhard Bert Bettina Bianca Birgit
    Birte Björn Bodo Boris Brigitte Britta Bruno Burkhard Can Carina Carl Carla Carlos Carmen Carola Caroline Carsten
    Cem Charlotte Christa Christel Christian Christiane Christina Christine Christoph Christopher Claudia Claus Clara
    Clemens Constanze Cornelia Dagmar Daniel Daniela David Denis Dennis Detlef Diana Dieter Dietmar Dietrich Dirk
    Dmitri Dominik Dora Doris Dorothea Dorothee Eberhard Eckhard Edeltraud Edgar Edith Eduard Egon Ekaterina Elena
    Elfriede Elias Elif Elisabeth Elke Ella Ellen Elli Elmar Elsa Else Elvira Emil Emilia Emine Emma Emre Erdal Erich
    Erik Erika Erna Erwin Esther Eugen Eva Evelyn Ewald Fabian Fatima Fatma Felicitas Felix Ferdinand Filiz Florian
    Franz Franziska Frederik Frieda Friedhelm Friederike Friedrich Fritz Gabriel Gabriele Gabi Georg Gerald Gerda Gerd
    Gerhard Gerlinde Gernot Gertrud Gisela Gisbert Giuseppe Gottfried Greta Gudrun Guido Günter Günther Gustav Hakan
    Hanna Hannah Hanne Hannelore Hannes Hans Hanspeter Harald Hartmut Hasan Hatice Hedwig Heike Heiko Heiner Heinrich
    Heinz Helena Helene Helga Hella Helmut Hendrik Henning Henriette Henrik Henry Herbert Heribert Hermann Herta Hilde
    Hildegard Hiltrud Holger Horst Hubert Hugo Hülya Hussein Ibrahim Ida Igor Ilka Ilona Ilse Imke Ina Ines Inga Inge
    Ingeborg Ingo Ingrid Irene Irina Irma Irmgard Isabel Isabella Iwan Jacqueline Jakob Jan Jana Janina Janine Jannik
    Jasmina Jens Jeanette Jennifer Jessica Joachim Jochen Joanna Johann Johanna Johannes Jolanta Jonas Jörg Josef
    Josefine Joseph Juan Judith Julia Julian Juliane Jürgen Justus Jutta Kai Karin Karina Karl Karla Karlheinz Karola
    Karolin Karoline Karsten Katarina Katharina Kathrin Katja Katrin Kemal Kerstin Kevin Khalid Kirsten Klara Klaus
    Konrad Konstantin Kristin Kristina Krzysztof Kurt Lara Lars Laura Lea Leila Lena Lennart Leo Leon Leonie Leopold
    Leyla Liane Lieselotte Lilli Lina Linus Lisa Lothar Louisa Luca Lucia Ludger Ludwig Luis Luisa Luise Lukas Lutz
    Luzie Lydia Magdalena Maike Maja Malte Małgorzata Mandy Manfred Manuel Manuela Marc Marcel Marco Marcus Maren Margit
    Margarete Margarethe Margot Margret Maria Marianne Marie Marina Mario Marion Markus Marlene Marlies Marta Martha
    Martin Martina Marvin Mathias Mathilde Matthias Maurice Max Maximilian Mechthild Mehmet Meike Melanie Melissa Merle
    Michael Michaela Michelle Mila Miriam Mohamed Mohammad Mohammed Mona Monika Moritz Murat Mustafa Nadia Nadine
    Natalia Natalie Natascha Nele Nicola Nicole Niklas Nikolai Nikolaus Nils Nina Nora Norbert Olaf Oleg Oliver Olga
    Olivia Ömer Orhan Oskar Osman Oswald Otto Ottilie Pascal Patricia Patrick Paul Paula Pauline Pavel Peer Peggy Petra
    Peter Philipp Pia Pierre Piotr Rafael Raimund Rainer Ralf Ralph Ramona Raphael Rebecca Regina Regine Reiner Reinhard
    Reinhold Renate Rene René Ricarda Richard Rita Robert Robin Roland Rolf Roman Romy Ronald Ronny Rosemarie Rosita
    Rosmarie Roswitha Rüdiger Rudi Rudolf Ruth Sabine Sabrina Said Samira Samuel Sandra Sara Sarah Sascha Sebastian
    Selin Selma Serkan Siegbert Siegfried Sigrid Sigrun Silke Silvia Simon Simone Sina Sofia Sonja Sophia Sophie Stefan
    Stefanie Steffen Steffi Stephan Stephanie Susanna Susanne Susann Svea Sven Svenja Swetlana Sylvia Tamara Tanja
    Tarek Tatjana Teresa Thea Theo Theodor Theresa Theresia Thomas Thorsten Tilman Tim Timo Tina Tobias Tom Tomasz
    Torben Torsten Traude Traudel Udo Ulf Uli Ulla Ulrich Ulrike Ursula Uschi Ute Uwe Valentin Valentina Vanessa Vera
    Verena Veronika Victor Viktor Viktoria Vincent Volker Volkmar Waldemar Walter Walther Waltraud Wendelin Werner
    Wiebke Wilfried Wilhelm Wilhelmine Willi Willy Winfried Wladimir Wolfgang Wolfram Xaver Yannick Yasemin Yasmin
    Yusuf Yvonne Zeynep
    """.split()
)
