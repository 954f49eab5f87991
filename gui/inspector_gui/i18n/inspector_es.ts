<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="es" sourcelanguage="en">
<context>
    <name>Access</name>
    <message>
        <source>Item answered</source>
        <translation>Artículo respondido</translation>
    </message>
    <message>
        <source>Returned item looked at</source>
        <translation>Artículo devuelto revisado</translation>
    </message>
    <message>
        <source>Item&apos;s fate</source>
        <translation>Destino del artículo</translation>
    </message>
    <message>
        <source>Alarm acknowledged</source>
        <translation>Alarma confirmada</translation>
    </message>
    <message>
        <source>Alarm shelved</source>
        <translation>Alarma apartada</translation>
    </message>
    <message>
        <source>Alarm taken back</source>
        <translation>Alarma recuperada</translation>
    </message>
    <message>
        <source>Station held</source>
        <translation>Estación retenida</translation>
    </message>
    <message>
        <source>Station let go on</source>
        <translation>Estación reanudada</translation>
    </message>
    <message>
        <source>Group held</source>
        <translation>Grupo retenido</translation>
    </message>
    <message>
        <source>Group released</source>
        <translation>Grupo liberado</translation>
    </message>
    <message>
        <source>Items collected for a lesson</source>
        <translation>Artículos reunidos para una lección</translation>
    </message>
    <message>
        <source>Draft of a lesson learnt</source>
        <translation>Borrador de lección aprendido</translation>
    </message>
    <message>
        <source>Lesson put into use</source>
        <translation>Lección puesta en uso</translation>
    </message>
    <message>
        <source>Back to the former lesson</source>
        <translation>Vuelta a la lección anterior</translation>
    </message>
    <message>
        <source>Mode changed</source>
        <translation>Modo cambiado</translation>
    </message>
    <message>
        <source>Recipes activated</source>
        <translation>Recetas activadas</translation>
    </message>
    <message>
        <source>Recipes gone back</source>
        <translation>Recetas anteriores</translation>
    </message>
    <message>
        <source>Model activated</source>
        <translation>Modelo activado</translation>
    </message>
    <message>
        <source>Models gone back</source>
        <translation>Modelos anteriores</translation>
    </message>
    <message>
        <source>Station restarted</source>
        <translation>Estación reiniciada</translation>
    </message>
    <message>
        <source>Signed in</source>
        <translation>Identificado</translation>
    </message>
    <message>
        <source>Signed out</source>
        <translation>Sesión cerrada</translation>
    </message>
    <message>
        <source>Account added</source>
        <translation>Cuenta creada</translation>
    </message>
    <message>
        <source>Account removed</source>
        <translation>Cuenta eliminada</translation>
    </message>
    <message>
        <source>Role changed</source>
        <translation>Rol cambiado</translation>
    </message>
    <message>
        <source>Kept out</source>
        <translation>Excluido</translation>
    </message>
    <message>
        <source>Let in again</source>
        <translation>Admitido de nuevo</translation>
    </message>
    <message>
        <source>PIN changed</source>
        <translation>PIN cambiado</translation>
    </message>
    <message>
        <source>Badge changed</source>
        <translation>Tarjeta cambiada</translation>
    </message>
    <message>
        <source>Locked: you can look at everything. Sign in or scan a badge to act.</source>
        <translation>Bloqueado: puede ver todo. Identifíquese o escanee una tarjeta para actuar.</translation>
    </message>
    <message>
        <source>Locked: nobody touched this window. Sign in or scan a badge to act.</source>
        <translation>Bloqueado: nadie tocó esta ventana. Identifíquese o escanee una tarjeta para actuar.</translation>
    </message>
    <message>
        <source>Locked: the station ended the session. Sign in again to act.</source>
        <translation>Bloqueado: la estación cerró la sesión. Identifíquese de nuevo para actuar.</translation>
    </message>
    <message>
        <source>Press your name first.</source>
        <translation>Pulse primero su nombre.</translation>
    </message>
    <message>
        <source>NOT SIGNED IN: name and PIN do not fit.</source>
        <translation>NO IDENTIFICADO: el nombre y el PIN no corresponden.</translation>
    </message>
    <message>
        <source>NOT SIGNED IN: this badge is nobody&apos;s.</source>
        <translation>NO IDENTIFICADO: esta tarjeta no es de nadie.</translation>
    </message>
    <message>
        <source>NOT SIGNED IN: this account is kept out. Ask an administrator.</source>
        <translation>NO IDENTIFICADO: esta cuenta está excluida. Pregunte a un administrador.</translation>
    </message>
    <message>
        <source>NOT SENT: there is no connection. Try again when it is back.</source>
        <translation>NO ENVIADO: no hay conexión. Inténtelo de nuevo cuando vuelva.</translation>
    </message>
    <message>
        <source>The station did not answer. Try again.</source>
        <translation>La estación no respondió. Inténtelo de nuevo.</translation>
    </message>
    <message>
        <source>Locked: sign in to act (F12)</source>
        <translation>Bloqueado: identifíquese para actuar (F12)</translation>
    </message>
    <message>
        <source>Only for the role {0} or higher; you are {1}</source>
        <translation>Solo para el rol {0} o superior; su rol es {1}</translation>
    </message>
    <message>
        <source>Locked: the station can let nobody in now. {0}</source>
        <translation>Bloqueado: la estación no puede dejar entrar a nadie ahora. {0}</translation>
    </message>
    <message>
        <source>The station is being asked …</source>
        <translation>Consultando a la estación …</translation>
    </message>
    <message>
        <source>NOT SIGNED IN. After wrong tries nothing is tried for {0} more s.</source>
        <translation>NO IDENTIFICADO. Tras los intentos fallidos hay que esperar {0} s más.</translation>
    </message>
    <message>
        <source>NOT SIGNED IN: {0}</source>
        <translation>NO IDENTIFICADO: {0}</translation>
    </message>
</context>
<context>
    <name>AlarmDetails</name>
    <message>
        <source>No alarms</source>
        <translation>Sin alarmas</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Qué efecto tiene</translation>
    </message>
    <message>
        <source>What to do</source>
        <translation>Qué hay que hacer</translation>
    </message>
    <message>
        <source>Shelved by {0} until {1}: {2}</source>
        <translation>Apartada por {0} hasta las {1}: {2}</translation>
    </message>
    <message>
        <source>Acknowledge: I have seen it</source>
        <translation>Confirmar: la he visto</translation>
    </message>
    <message>
        <source>Shelve for a while</source>
        <translation>Apartar por un tiempo</translation>
    </message>
    <message>
        <source>Take back from the shelf</source>
        <translation>Reponer ahora</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Why is it put aside?</source>
        <translation>¿Por qué se aparta?</translation>
    </message>
    <message>
        <source>For how long is it put aside?</source>
        <translation>¿Por cuánto tiempo se aparta?</translation>
    </message>
    <message numerus="yes">
        <source>%Ln minute(s)</source>
        <translation>
            <numerusform>%Ln minuto</numerusform>
            <numerusform>%Ln minutos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln hour(s)</source>
        <translation>
            <numerusform>%Ln hora</numerusform>
            <numerusform>%Ln horas</numerusform>
        </translation>
    </message>
    <message>
        <source>Sent; the station has not answered yet</source>
        <translation>Enviado; la estación aún no ha contestado</translation>
    </message>
    <message>
        <source>NOT DONE: {0}</source>
        <translation>NO SE HIZO: {0}</translation>
    </message>
    <message>
        <source>This window says so itself: it ends when the station is heard again</source>
        <translation>Lo dice esta misma ventana: termina cuando se vuelva a oír la estación</translation>
    </message>
</context>
<context>
    <name>AlarmRow</name>
    <message>
        <source>Shelved until {0}</source>
        <translation>Apartada hasta las {0}</translation>
    </message>
    <message>
        <source>{0}, since {1}</source>
        <translation>{0}, desde las {1}</translation>
    </message>
</context>
<context>
    <name>AlarmStrip</name>
    <message>
        <source>Next alarm</source>
        <translation>Alarma siguiente</translation>
    </message>
    <message>
        <source>No active alarms</source>
        <translation>Sin alarmas activas</translation>
    </message>
    <message>
        <source>Over, not acknowledged: {0}</source>
        <translation>Terminada, sin confirmar: {0}</translation>
    </message>
</context>
<context>
    <name>Alarms</name>
    <message>
        <source>No heartbeat from the conveyor controller for three periods.</source>
        <translation>Sin latido del controlador de la cinta durante tres periodos.</translation>
    </message>
    <message>
        <source>No decisions are sent; every item takes the default lane.</source>
        <translation>No se envían decisiones; todo va al carril por defecto.</translation>
    </message>
    <message>
        <source>Check the controller&apos;s state and the network to the broker.</source>
        <translation>Revise el controlador y la red hasta el bróker.</translation>
    </message>
    <message>
        <source>A camera can not be opened or stopped delivering frames.</source>
        <translation>Una cámara no se puede abrir o ya no entrega imágenes.</translation>
    </message>
    <message>
        <source>Items are answered NO_DECISION and take the safe lane.</source>
        <translation>Los artículos quedan SIN DECISIÓN y van al carril seguro.</translation>
    </message>
    <message>
        <source>Check the camera&apos;s cable and power; it reconnects by itself.</source>
        <translation>Revise el cable y la alimentación de la cámara; se reconecta sola.</translation>
    </message>
    <message>
        <source>A model raised an error while judging.</source>
        <translation>Un modelo falló al evaluar.</translation>
    </message>
    <message>
        <source>Run &apos;inspector doctor&apos; and &apos;inspector models verify&apos;; roll back to the previous bundle.</source>
        <translation>Ejecute «inspector doctor» e «inspector models verify»; vuelva al modelo anterior.</translation>
    </message>
    <message>
        <source>The message broker does not answer.</source>
        <translation>El bróker de mensajes no responde.</translation>
    </message>
    <message>
        <source>No decisions reach the conveyor; every item takes the default lane.</source>
        <translation>Ninguna decisión llega a la cinta; todo va al carril por defecto.</translation>
    </message>
    <message>
        <source>Check the broker service and the network; the daemon reconnects by itself.</source>
        <translation>Revise el bróker y la red; el programa se reconecta solo.</translation>
    </message>
    <message>
        <source>The conveyor controller gives items an epoch and track number that other items had before.</source>
        <translation>El controlador de la cinta da a artículos una época y un número de seguimiento que otros artículos tuvieron antes.</translation>
    </message>
    <message>
        <source>Those items get no decision and take the default lane.</source>
        <translation>Esos artículos no reciben decisión y toman el carril por defecto.</translation>
    </message>
    <message>
        <source>Reset the controller&apos;s tracking so that it takes a new epoch; keep the epoch over power loss.</source>
        <translation>Reinicie el seguimiento del controlador para que tome una época nueva; conserve la época al faltar la corriente.</translation>
    </message>
    <message>
        <source>More than the allowed share of decisions missed their deadline.</source>
        <translation>Demasiadas decisiones llegaron fuera de plazo.</translation>
    </message>
    <message>
        <source>Those items took the default lane.</source>
        <translation>Esos artículos fueron al carril por defecto.</translation>
    </message>
    <message>
        <source>Look at the stage latencies; lower the belt speed or the model size.</source>
        <translation>Mire las latencias por etapa; baje la velocidad o use un modelo menor.</translation>
    </message>
    <message>
        <source>Several items in a row were routed by the controller&apos;s default.</source>
        <translation>Varios artículos seguidos fueron al carril por defecto del controlador.</translation>
    </message>
    <message>
        <source>The review lane fills with items that nobody judged.</source>
        <translation>El carril de revisión se llena de artículos sin evaluar.</translation>
    </message>
    <message>
        <source>Check the cameras&apos; pictures and the link to the controller.</source>
        <translation>Revise las imágenes y el enlace con el controlador.</translation>
    </message>
    <message>
        <source>Many of the last items got no decision although the station runs.</source>
        <translation>Muchos de los últimos artículos quedaron sin decisión aunque la estación funciona.</translation>
    </message>
    <message>
        <source>Nobody judged those items; they took the safe lane or the default lane.</source>
        <translation>Nadie evaluó esos artículos; fueron al carril seguro o al carril por defecto.</translation>
    </message>
    <message>
        <source>The detail says why: no pictures, check the cameras; too late or too many, slow the belt.</source>
        <translation>El detalle dice por qué: sin imágenes, revise las cámaras; tarde o demasiados, reduzca la velocidad de la cinta.</translation>
    </message>
    <message>
        <source>A camera&apos;s count of items and the conveyor&apos;s do not agree: one is too many or too few.</source>
        <translation>El recuento de artículos de una cámara y el de la cinta no coinciden: sobra o falta uno.</translation>
    </message>
    <message>
        <source>Items are NO_DECISION until two in a row agree again.</source>
        <translation>Los artículos son NO_DECISION hasta que dos seguidos coincidan de nuevo.</translation>
    </message>
    <message>
        <source>If it comes back, check trigger cable, debouncing and photo-eye, then trigger.window_ms.</source>
        <translation>Si se repite, revise el cable de disparo, el antirrebote y la fotocélula; después trigger.window_ms.</translation>
    </message>
    <message>
        <source>Far more items than usual are diverted.</source>
        <translation>Se desvían muchos más artículos de lo habitual.</translation>
    </message>
    <message>
        <source>The isolation lane may fill up.</source>
        <translation>El carril de aislamiento puede llenarse.</translation>
    </message>
    <message>
        <source>Look at the last pictures: a dirty lens or changed light first, a bad lot second.</source>
        <translation>Mire las últimas imágenes: primero lente sucia o luz, luego un lote malo.</translation>
    </message>
    <message>
        <source>A group of similar items has one finding far more often than usual.</source>
        <translation>Un grupo de artículos similares presenta un mismo hallazgo mucho más de lo habitual.</translation>
    </message>
    <message>
        <source>The group is held until a person releases it.</source>
        <translation>El grupo queda retenido hasta que una persona lo libere.</translation>
    </message>
    <message>
        <source>Look for what its isolated items have in common; release it when the cause is gone.</source>
        <translation>Busque qué tienen en común los artículos aislados; libérelo cuando desaparezca la causa.</translation>
    </message>
    <message>
        <source>Frames are blank, frozen, blurred or badly exposed.</source>
        <translation>Imágenes vacías, congeladas, borrosas o mal expuestas.</translation>
    </message>
    <message>
        <source>Items are answered NO_DECISION.</source>
        <translation>Los artículos quedan SIN DECISIÓN.</translation>
    </message>
    <message>
        <source>Clean the lens, check the light and the focus.</source>
        <translation>Limpie la lente; revise la luz y el enfoque.</translation>
    </message>
    <message>
        <source>Pictures can not be stored: the disk or the quota is full.</source>
        <translation>No se pueden guardar imágenes: disco o cuota llenos.</translation>
    </message>
    <message>
        <source>Decisions go on; their pictures are not kept.</source>
        <translation>Las decisiones siguen; sus imágenes no se guardan.</translation>
    </message>
    <message>
        <source>Free disk space or raise the quota.</source>
        <translation>Libere espacio en disco o aumente la cuota.</translation>
    </message>
    <message>
        <source>The station could not start with the model bundles that were activated.</source>
        <translation>La estación no pudo arrancar con los modelos que se activaron.</translation>
    </message>
    <message>
        <source>The bundles before them judge.</source>
        <translation>Deciden los modelos anteriores.</translation>
    </message>
    <message>
        <source>Look at the bundle, then activate it again or another one on the page Setup.</source>
        <translation>Revise el modelo y actívelo de nuevo, o active otro, en la página Ajustes.</translation>
    </message>
    <message>
        <source>The wall clock stands far ahead of what has passed since it was last believed.</source>
        <translation>El reloj va muy por delante del tiempo transcurrido desde que era fiable.</translation>
    </message>
    <message>
        <source>Decisions go on; nothing is deleted for its age.</source>
        <translation>Las decisiones siguen; nada se borra por su antigüedad.</translation>
    </message>
    <message>
        <source>Set the clock right; one that is right is believed after clock_settle_h hours.</source>
        <translation>Ponga el reloj en hora; uno correcto vuelve a ser fiable tras clock_settle_h horas.</translation>
    </message>
    <message>
        <source>The ledger can not be written.</source>
        <translation>No se puede escribir el registro.</translation>
    </message>
    <message>
        <source>Nothing is decided: a decision must be durable before it is sent.</source>
        <translation>No se decide nada: toda decisión debe guardarse antes de enviarse.</translation>
    </message>
    <message>
        <source>Check the disk of the data directory.</source>
        <translation>Revise el disco de la carpeta de datos.</translation>
    </message>
    <message>
        <source>Another process uses this station&apos;s MQTT client id.</source>
        <translation>Otro proceso usa el identificador MQTT de esta estación.</translation>
    </message>
    <message>
        <source>The two push each other off the broker; decisions may be missed.</source>
        <translation>Los dos se expulsan del bróker; pueden perderse decisiones.</translation>
    </message>
    <message>
        <source>Stop the other daemon or give it its own station name.</source>
        <translation>Detenga el otro programa o dele otro nombre de estación.</translation>
    </message>
    <message>
        <source>The warehouse&apos;s system does not take what it is told.</source>
        <translation>El sistema del almacén no acepta lo que se le dice.</translation>
    </message>
    <message>
        <source>Decisions go on; dispositions and holds wait to be told.</source>
        <translation>Las decisiones siguen; los destinos y retenciones esperan a ser dichos.</translation>
    </message>
    <message>
        <source>The detail says why: mend [wms] or the other side; it catches up by itself.</source>
        <translation>El detalle dice por qué: arregle [wms] o el otro lado; se pone al día solo.</translation>
    </message>
    <message>
        <source>This window has no connection to the message broker.</source>
        <translation>Esta ventana no tiene conexión con el bróker de mensajes.</translation>
    </message>
    <message>
        <source>What is on this screen is old. The line may do anything.</source>
        <translation>Lo que se ve aquí es antiguo. La línea puede estar en cualquier estado.</translation>
    </message>
    <message>
        <source>Check this computer&apos;s network and the broker; the window reconnects by itself.</source>
        <translation>Revise la red de este equipo y el bróker; la ventana se reconecta sola.</translation>
    </message>
    <message>
        <source>The inspection program has stopped or lost its connection.</source>
        <translation>El programa de inspección se detuvo o perdió la conexión.</translation>
    </message>
    <message>
        <source>Items are not judged; every item takes the default lane.</source>
        <translation>No se evalúa nada; todo va al carril por defecto.</translation>
    </message>
    <message>
        <source>Start the inspection program, or call the engineer.</source>
        <translation>Inicie el programa de inspección o avise al técnico.</translation>
    </message>
    <message>
        <source>Nothing is heard from the inspection program.</source>
        <translation>No llega nada del programa de inspección.</translation>
    </message>
    <message>
        <source>Check the inspection program and the network; call the engineer if it lasts.</source>
        <translation>Revise el programa y la red; si continúa, avise al técnico.</translation>
    </message>
</context>
<context>
    <name>AlarmsPage</name>
    <message>
        <source>Now</source>
        <translation>Ahora</translation>
    </message>
    <message>
        <source>Journal</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Who did what</source>
        <translation>Quién hizo qué</translation>
    </message>
    <message>
        <source>No alarms</source>
        <translation>Sin alarmas</translation>
    </message>
    <message>
        <source>OLD: the station is not heard; its alarms may be others now</source>
        <translation>ANTIGUO: no se oye la estación; sus alarmas pueden ser otras</translation>
    </message>
    <message>
        <source>OLD: the station does not give its journal now</source>
        <translation>ANTIGUO: la estación no da ahora su registro</translation>
    </message>
    <message>
        <source>You act as {0}</source>
        <translation>Actúa como {0}</translation>
    </message>
    <message>
        <source>OLD: the station does not tell who did what now</source>
        <translation>ANTIGUO: la estación no dice ahora quién hizo qué</translation>
    </message>
    <message>
        <source>Newest first, by the station&apos;s clock</source>
        <translation>Lo más reciente primero, según el reloj de la estación</translation>
    </message>
</context>
<context>
    <name>Audit</name>
    <message>
        <source>its items</source>
        <translation>sus artículos</translation>
    </message>
    <message>
        <source>answer</source>
        <translation>respuesta</translation>
    </message>
    <message>
        <source>badge</source>
        <translation>tarjeta</translation>
    </message>
    <message>
        <source>boxes</source>
        <translation>marcas</translation>
    </message>
    <message>
        <source>held by</source>
        <translation>retenido por</translation>
    </message>
    <message>
        <source>kind</source>
        <translation>tipo</translation>
    </message>
    <message>
        <source>kept out</source>
        <translation>excluido</translation>
    </message>
    <message>
        <source>what becomes of it</source>
        <translation>destino</translation>
    </message>
    <message>
        <source>because of</source>
        <translation>por</translation>
    </message>
    <message>
        <source>group</source>
        <translation>grupo</translation>
    </message>
    <message>
        <source>held</source>
        <translation>retenido</translation>
    </message>
    <message>
        <source>station held</source>
        <translation>estación detenida</translation>
    </message>
    <message>
        <source>item</source>
        <translation>artículo</translation>
    </message>
    <message>
        <source>mode</source>
        <translation>modo</translation>
    </message>
    <message>
        <source>items not decided by then</source>
        <translation>artículos sin decidir entonces</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>reason</source>
        <translation>motivo</translation>
    </message>
    <message>
        <source>restarted</source>
        <translation>reiniciada</translation>
    </message>
    <message>
        <source>role</source>
        <translation>función</translation>
    </message>
    <message>
        <source>state</source>
        <translation>estado</translation>
    </message>
    <message>
        <source>threshold</source>
        <translation>umbral</translation>
    </message>
    <message>
        <source>until</source>
        <translation>hasta</translation>
    </message>
    <message>
        <source>version</source>
        <translation>versión</translation>
    </message>
    <message>
        <source>why</source>
        <translation>por qué</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>no</source>
        <translation>no</translation>
    </message>
    <message>
        <source>held by hand</source>
        <translation>retenido a mano</translation>
    </message>
    <message>
        <source>the station</source>
        <translation>la estación</translation>
    </message>
</context>
<context>
    <name>AuditRows</name>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>To what</source>
        <translation>A qué</translation>
    </message>
    <message>
        <source>Before → after</source>
        <translation>Antes → después</translation>
    </message>
    <message>
        <source>MMM d, HH:mm:ss</source>
        <translation>d MMM, HH:mm:ss</translation>
    </message>
    <message>
        <source>{0}, at the machine</source>
        <translation>{0}, en el equipo</translation>
    </message>
    <message>
        <source>NOT DONE: {0}</source>
        <translation>NO SE HIZO: {0}</translation>
    </message>
    <message>
        <source>The station ended meanwhile: done or not</source>
        <translation>La estación terminó entretanto: hecho o no</translation>
    </message>
</context>
<context>
    <name>CameBack</name>
    <message>
        <source>damaged, no kind told</source>
        <translation>dañado, sin decir cómo</translation>
    </message>
    <message>
        <source>not clear what is meant</source>
        <translation>no está claro qué se dice</translation>
    </message>
    <message>
        <source>the station let it pass</source>
        <translation>la estación lo dejó pasar</translation>
    </message>
    <message>
        <source>a person let it go</source>
        <translation>una persona lo dejó ir</translation>
    </message>
    <message>
        <source>it was not judged, and took the safe lane</source>
        <translation>no se juzgó y fue por la vía segura</translation>
    </message>
    <message>
        <source>isolated: nothing says that it left</source>
        <translation>apartado: nada dice que saliera</translation>
    </message>
    <message>
        <source>Sent; the station has not answered yet: {0}, {1}</source>
        <translation>Enviado; la estación aún no ha respondido: {0}, {1}</translation>
    </message>
    <message>
        <source>BOOKED: {0}, {1}</source>
        <translation>ANOTADO: {0}, {1}</translation>
    </message>
    <message>
        <source>NOT BOOKED: {0}, {1}. The station says: {2}</source>
        <translation>NO ANOTADO: {0}, {1}. La estación dice: {2}</translation>
    </message>
    <message>
        <source>NOT SENT: {0}. Answer again when the station is back.</source>
        <translation>NO ENVIADO: {0}. Responda otra vez cuando vuelva la estación.</translation>
    </message>
    <message>
        <source>The station did not answer. See whether {0} still waits.</source>
        <translation>La estación no respondió. Mire si {0} sigue esperando.</translation>
    </message>
    <message>
        <source>lot {0}</source>
        <translation>lote {0}</translation>
    </message>
    <message>
        <source>Item {0}</source>
        <translation>Artículo {0}</translation>
    </message>
    <message>
        <source>{0}, damaged with {1} %, {2}: {3}</source>
        <translation>{0}, dañado al {1} %, {2}: {3}</translation>
    </message>
</context>
<context>
    <name>CameBackPart</name>
    <message>
        <source>To the shift</source>
        <translation>Al turno</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Answer {0} again</source>
        <translation>Responder {0} otra vez</translation>
    </message>
    <message>
        <source>All views</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>One of {0}: this is number {1}</source>
        <translation>Uno de {0}: este es el {1}</translation>
    </message>
    <message>
        <source>Came back: ?</source>
        <translation>Devueltos: ?</translation>
    </message>
    <message>
        <source>Came back: {0} of {1}</source>
        <translation>Devueltos: {0} de {1}</translation>
    </message>
    <message>
        <source>Came back: {0}</source>
        <translation>Devueltos: {0}</translation>
    </message>
    <message>
        <source>The station does not tell: {0}</source>
        <translation>La estación no lo dice: {0}</translation>
    </message>
    <message>
        <source>OLD: the station does not say what waits now</source>
        <translation>ANTIGUO: la estación no dice qué espera ahora</translation>
    </message>
    <message>
        <source>Answered a moment ago: what you answer now stands instead</source>
        <translation>Respondido hace un momento: valdrá lo que responda ahora</translation>
    </message>
    <message>
        <source>You answer as {0}</source>
        <translation>Responde usted como {0}</translation>
    </message>
    <message>
        <source>What came back is not known yet: the station has not said it.</source>
        <translation>Aún no se sabe qué ha vuelto: la estación no lo ha dicho.</translation>
    </message>
    <message>
        <source>Nothing waited when the station was last heard. It may be different now.</source>
        <translation>Nada esperaba cuando se oyó a la estación por última vez. Ahora puede ser distinto.</translation>
    </message>
    <message>
        <source>Nothing that came back waits to be looked at.</source>
        <translation>Nada de lo devuelto espera revisión.</translation>
    </message>
</context>
<context>
    <name>CameBackQuestions</name>
    <message>
        <source>Send</source>
        <translation>Enviar</translation>
    </message>
    <message>
        <source>How was it here, at the station?</source>
        <translation>¿Cómo estaba aquí, en la estación?</translation>
    </message>
    <message>
        <source>It was so here already. What is it?</source>
        <translation>Ya estaba así aquí. ¿Qué es?</translation>
    </message>
    <message>
        <source>{0}. What is to be seen?</source>
        <translation>{0}. ¿Qué se ve?</translation>
    </message>
    <message>
        <source>It was so already</source>
        <translation>Ya estaba así</translation>
    </message>
    <message>
        <source>It was fine</source>
        <translation>Estaba bien</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>No se puede decir</translation>
    </message>
    <message>
        <source>Others</source>
        <translation>Otros</translation>
    </message>
    <message>
        <source>Another: type it</source>
        <translation>Otro: escríbalo</translation>
    </message>
</context>
<context>
    <name>CameraPanel</name>
    <message>
        <source>OLD: {0}</source>
        <translation>ANTIGUO: {0}</translation>
    </message>
    <message>
        <source>Sharpness {0} % of the best seen</source>
        <translation>Nitidez: {0} % de la mejor vista</translation>
    </message>
    <message>
        <source>Burnt out {0} %, pitch black {1} %</source>
        <translation>Quemado {0} %, negro {1} %</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>Empezar de nuevo</translation>
    </message>
</context>
<context>
    <name>Counted</name>
    <message numerus="yes">
        <source>The last %Ln item(s)</source>
        <translation>
            <numerusform>El último artículo</numerusform>
            <numerusform>Los últimos %Ln artículos</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln good one(s) by score alone</source>
        <translation>
            <numerusform>%Ln bueno solo por su puntuación</numerusform>
            <numerusform>%Ln buenos solo por su puntuación</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Learnt from %Ln picture(s) in {0} s, by {1}.</source>
        <translation>
            <numerusform>Aprendido de %Ln imagen en {0} s, por {1}.</numerusform>
            <numerusform>Aprendido de %Ln imágenes en {0} s, por {1}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Of the last %Ln stored item(s): isolated now {0}, with the draft {1}.</source>
        <translation>
            <numerusform>Del último artículo guardado: apartados ahora {0}, con el borrador {1}.</numerusform>
            <numerusform>De los últimos %Ln artículos guardados: apartados ahora {0}, con el borrador {1}.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s), taught outside this window</source>
        <translation>
            <numerusform>%Ln imagen, enseñada fuera de esta ventana</numerusform>
            <numerusform>%Ln imágenes, enseñadas fuera de esta ventana</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln picture(s), {0}, by {1}</source>
        <translation>
            <numerusform>%Ln imagen, {0}, por {1}</numerusform>
            <numerusform>%Ln imágenes, {0}, por {1}</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The draft: %Ln picture(s), not in use.</source>
        <translation>
            <numerusform>El borrador: %Ln imagen, sin usar.</numerusform>
            <numerusform>El borrador: %Ln imágenes, sin usar.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>For {0} alone it can not be promised: that takes %Ln good item(s) of its own, and there are fewer.</source>
        <translation>
            <numerusform>Solo para {0} no se puede prometer: hace falta %Ln artículo bueno propio, y no lo hay.</numerusform>
            <numerusform>Solo para {0} no se puede prometer: hacen falta %Ln artículos buenos propios, y hay menos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Promised: at most {0} % of good items are stopped by their score (alpha {1}, from %Ln good item(s) of {2}).</source>
        <translation>
            <numerusform>Prometido: se detiene por su puntuación como mucho el {0} % de los artículos buenos (alfa {1}, de %Ln artículo bueno de {2}).</numerusform>
            <numerusform>Prometido: se detiene por su puntuación como mucho el {0} % de los artículos buenos (alfa {1}, de %Ln artículos buenos de {2}).</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>To promise at most {0} % takes a calibration from at least %Ln good item(s).</source>
        <translation>
            <numerusform>Prometer como mucho el {0} % exige una calibración con al menos %Ln artículo bueno.</numerusform>
            <numerusform>Prometer como mucho el {0} % exige una calibración con al menos %Ln artículos buenos.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>{0}: {1} of %Ln item(s) ({2} %) since {3}</source>
        <translation>
            <numerusform>{0}: {1} de %Ln artículo ({2} %) desde {3}</numerusform>
            <numerusform>{0}: {1} de %Ln artículos ({2} %) desde {3}</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CountersPanel</name>
    <message>
        <source>Inspected</source>
        <translation>Inspeccionados</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Aptos</translation>
    </message>
    <message>
        <source>Diverted</source>
        <translation>Desviados</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Revisión</translation>
    </message>
    <message>
        <source>Undecided</source>
        <translation>Sin decidir</translation>
    </message>
    <message>
        <source>Missed</source>
        <translation>Perdidos</translation>
    </message>
    <message>
        <source>Triggers: {0}</source>
        <translation>Disparos: {0}</translation>
    </message>
    <message>
        <source>Not heard by this window: {0}</source>
        <translation>No recibidos en esta ventana: {0}</translation>
    </message>
    <message>
        <source>Since this window was opened</source>
        <translation>Desde que se abrió esta ventana</translation>
    </message>
</context>
<context>
    <name>Deeds</name>
    <message>
        <source>answer about an isolated item, take the answer back</source>
        <translation>responder sobre un artículo apartado, retirar la respuesta</translation>
    </message>
    <message>
        <source>decide what becomes of an isolated item</source>
        <translation>decidir el destino de un artículo apartado</translation>
    </message>
    <message>
        <source>say what an item that came back was at the station</source>
        <translation>decir cómo estaba en la estación un artículo devuelto</translation>
    </message>
    <message>
        <source>acknowledge an alarm</source>
        <translation>reconocer una alarma</translation>
    </message>
    <message>
        <source>shelve an alarm for a while</source>
        <translation>aplazar una alarma un rato</translation>
    </message>
    <message>
        <source>take an alarm back from the shelf</source>
        <translation>recuperar una alarma aplazada</translation>
    </message>
    <message>
        <source>hold the station</source>
        <translation>detener la estación</translation>
    </message>
    <message>
        <source>hold a group of similar items by hand</source>
        <translation>retener a mano un grupo de artículos similares</translation>
    </message>
    <message>
        <source>let a held station go on</source>
        <translation>dejar seguir una estación detenida</translation>
    </message>
    <message>
        <source>release a group that is held</source>
        <translation>liberar un grupo retenido</translation>
    </message>
    <message>
        <source>change the mode; MANUAL lets items pass unjudged</source>
        <translation>cambiar el modo; en manual los artículos pasan sin juzgar</translation>
    </message>
    <message>
        <source>begin to teach a product</source>
        <translation>empezar a enseñar un producto</translation>
    </message>
    <message>
        <source>give teaching up; the draft stays</source>
        <translation>dejar de enseñar; el borrador queda</translation>
    </message>
    <message>
        <source>keep pictures of every item of a product for a lesson</source>
        <translation>guardar imágenes de cada artículo de un producto para una lección</translation>
    </message>
    <message>
        <source>learn a product into a draft</source>
        <translation>aprender un producto en un borrador</translation>
    </message>
    <message>
        <source>try a draft on stored items</source>
        <translation>probar un borrador con artículos guardados</translation>
    </message>
    <message>
        <source>end what a lesson does in the background</source>
        <translation>terminar lo que hace una lección en segundo plano</translation>
    </message>
    <message>
        <source>judge by a draft from now on</source>
        <translation>juzgar desde ahora según un borrador</translation>
    </message>
    <message>
        <source>judge by the lesson before the active one</source>
        <translation>juzgar según la lección anterior a la activa</translation>
    </message>
    <message>
        <source>see what other recipes would do</source>
        <translation>ver qué harían otras recetas</translation>
    </message>
    <message>
        <source>activate recipes and thresholds</source>
        <translation>activar recetas y umbrales</translation>
    </message>
    <message>
        <source>go back to the recipes before</source>
        <translation>volver a las recetas anteriores</translation>
    </message>
    <message>
        <source>activate another model bundle</source>
        <translation>activar otro modelo</translation>
    </message>
    <message>
        <source>go back to the model bundles before</source>
        <translation>volver a los modelos anteriores</translation>
    </message>
    <message>
        <source>restart the station; open items are answered first</source>
        <translation>reiniciar la estación; antes se responde lo abierto</translation>
    </message>
    <message>
        <source>read the audit log</source>
        <translation>leer el registro de auditoría</translation>
    </message>
    <message>
        <source>see all accounts, also those that are disabled</source>
        <translation>ver todas las cuentas, también las excluidas</translation>
    </message>
    <message>
        <source>give somebody an account</source>
        <translation>dar una cuenta a alguien</translation>
    </message>
    <message>
        <source>give somebody another role</source>
        <translation>dar otra función a alguien</translation>
    </message>
    <message>
        <source>give somebody another PIN</source>
        <translation>dar otro PIN a alguien</translation>
    </message>
    <message>
        <source>give somebody another badge</source>
        <translation>dar otra tarjeta a alguien</translation>
    </message>
    <message>
        <source>keep somebody out for now</source>
        <translation>excluir a alguien por ahora</translation>
    </message>
    <message>
        <source>let somebody in again who was kept out</source>
        <translation>volver a admitir a alguien excluido</translation>
    </message>
    <message>
        <source>remove somebody&apos;s account</source>
        <translation>quitar la cuenta de alguien</translation>
    </message>
    <message>
        <source>“{0}”</source>
        <translation>«{0}»</translation>
    </message>
</context>
<context>
    <name>Diagnostics</name>
    <message>
        <source>Whole way</source>
        <translation>Todo</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Judging</source>
        <translation>Juicio</translation>
    </message>
    <message>
        <source>Booking</source>
        <translation>Registro</translation>
    </message>
    <message>
        <source>Milliseconds from the trigger to the decision, last items heard</source>
        <translation>Milisegundos del disparo a la decisión, últimos artículos oídos</translation>
    </message>
    <message>
        <source>Milliseconds until all pictures of an item were there</source>
        <translation>Milisegundos hasta tener todas las imágenes de un artículo</translation>
    </message>
    <message>
        <source>Milliseconds of judging, from the last picture on</source>
        <translation>Milisegundos de juicio, desde la última imagen</translation>
    </message>
    <message>
        <source>Milliseconds until the decision was on the disk</source>
        <translation>Milisegundos hasta que la decisión quedó en el disco</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Mensajes</translation>
    </message>
    <message>
        <source>Lists and journals</source>
        <translation>Listas y registros</translation>
    </message>
    <message>
        <source>Written files</source>
        <translation>Archivos escritos</translation>
    </message>
    <message>
        <source>there</source>
        <translation>presente</translation>
    </message>
    <message>
        <source>Camera</source>
        <translation>Cámara</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Estado</translation>
    </message>
    <message>
        <source>Frames</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Not used</source>
        <translation>Sin usar</translation>
    </message>
    <message>
        <source>Last frame</source>
        <translation>Última</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>sí</translation>
    </message>
    <message>
        <source>NO</source>
        <translation>NO</translation>
    </message>
    <message>
        <source>Connected to the broker</source>
        <translation>Conectada al broker</translation>
    </message>
    <message>
        <source>Connected so often</source>
        <translation>Veces conectada</translation>
    </message>
    <message>
        <source>Messages heard</source>
        <translation>Mensajes oídos</translation>
    </message>
    <message>
        <source>Of those unreadable</source>
        <translation>De ellos ilegibles</translation>
    </message>
    <message>
        <source>Results that did not come</source>
        <translation>Resultados que no llegaron</translation>
    </message>
    <message>
        <source>Answers kept here</source>
        <translation>Respuestas guardadas aquí</translation>
    </message>
    <message>
        <source>PLC: heartbeat number</source>
        <translation>PLC: número de latido</translation>
    </message>
    <message>
        <source>PLC: epoch</source>
        <translation>PLC: época</translation>
    </message>
    <message>
        <source>Belt, counts per second</source>
        <translation>Cinta, pasos por segundo</translation>
    </message>
    <message>
        <source>This window&apos;s inbox</source>
        <translation>Buzón de esta ventana</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Replaced</source>
        <translation>Sustituidos</translation>
    </message>
    <message>
        <source>Lost</source>
        <translation>Perdidos</translation>
    </message>
    <message>
        <source>Configuration of the station</source>
        <translation>Configuración de la estación</translation>
    </message>
    <message>
        <source>This window: {0}</source>
        <translation>Esta ventana: {0}</translation>
    </message>
</context>
<context>
    <name>DiagnosticsPage</name>
    <message>
        <source>Figures</source>
        <translation>Cifras</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Decisiones</translation>
    </message>
    <message>
        <source>Queues</source>
        <translation>Colas</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Cámaras</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versiones</translation>
    </message>
    <message>
        <source>What waits in the station, and its disk</source>
        <translation>Qué espera en la estación, y su disco</translation>
    </message>
    <message>
        <source>This window and its links</source>
        <translation>Esta ventana y sus conexiones</translation>
    </message>
    <message>
        <source>Cameras, since the station&apos;s program was started</source>
        <translation>Cámaras, desde que arrancó el programa de la estación</translation>
    </message>
    <message>
        <source>What waited to be painted, and what never was</source>
        <translation>Qué esperó a mostrarse, y qué no se mostró</translation>
    </message>
    <message>
        <source>Models, configuration, programs</source>
        <translation>Modelos, configuración, programas</translation>
    </message>
    <message>
        <source>Pictures come from</source>
        <translation>Las imágenes vienen de</translation>
    </message>
    <message>
        <source>No figures yet: the station sends them every few seconds</source>
        <translation>Aún sin cifras: la estación las envía cada pocos segundos</translation>
    </message>
    <message>
        <source>OLD: figures of {0} s ago</source>
        <translation>ANTIGUO: cifras de hace {0} s</translation>
    </message>
    <message>
        <source>Figures of {0} s ago</source>
        <translation>Cifras de hace {0} s</translation>
    </message>
</context>
<context>
    <name>EffectPanel</name>
    <message>
        <source>in force (dashed line)</source>
        <translation>en vigor (a trazos)</translation>
    </message>
    <message>
        <source>proposed (full line)</source>
        <translation>propuesto (continua)</translation>
    </message>
    <message>
        <source>Stopped above a score of</source>
        <translation>Retenidos a partir de</translation>
    </message>
    <message>
        <source>Stopped of these items</source>
        <translation>Retenidos de estos</translation>
    </message>
    <message>
        <source>Stopped an hour (95 %)</source>
        <translation>Retenidos por hora (95 %)</translation>
    </message>
    <message>
        <source>Really damaged, of answered</source>
        <translation>Dañados, de respondidos</translation>
    </message>
    <message>
        <source>Damaged at most</source>
        <translation>Dañados, como mucho</translation>
    </message>
    <message>
        <source>Good items stopped</source>
        <translation>Buenos retenidos</translation>
    </message>
    <message numerus="yes">
        <source>%Ln item(s) would go another way; the newest:</source>
        <translation>
            <numerusform>%Ln artículo iría por otro camino:</numerusform>
            <numerusform>%Ln artículos irían por otro camino; los más nuevos:</numerusform>
        </translation>
    </message>
    <message>
        <source>No item would go another way</source>
        <translation>Ningún artículo iría por otro camino</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>nobody answered</source>
        <translation>nadie respondió</translation>
    </message>
</context>
<context>
    <name>FateChoices</name>
    <message>
        <source>Nothing is proposed</source>
        <translation>Nada propuesto</translation>
    </message>
    <message>
        <source>Proposed: {0}</source>
        <translation>Propuesto: {0}</translation>
    </message>
    <message>
        <source>Later</source>
        <translation>Más tarde</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Item {0} gets a second chance. As what grade?</source>
        <translation>El artículo {0} recibe una segunda oportunidad. ¿Con qué grado?</translation>
    </message>
    <message>
        <source>Item {0} was relabelled. What becomes of it now?</source>
        <translation>El artículo {0} se reetiquetó. ¿Qué se hace con él ahora?</translation>
    </message>
    <message>
        <source>Item {0}: {1}. What becomes of it?</source>
        <translation>Artículo {0}: {1}. ¿Qué se hace con él?</translation>
    </message>
</context>
<context>
    <name>HoldDetails</name>
    <message>
        <source>Release: let these items go again</source>
        <translation>Liberar: dejar pasar estos artículos</translation>
    </message>
    <message>
        <source>Look at the first of them that waits</source>
        <translation>Ver el primero que espera</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Por qué</translation>
    </message>
    <message>
        <source>What its items get</source>
        <translation>Qué pasa con sus artículos</translation>
    </message>
    <message>
        <source>Isolated items that wait because of it: {0}</source>
        <translation>Artículos apartados que esperan por ella: {0}</translation>
    </message>
    <message numerus="yes">
        <source>Among the %Ln oldest isolated item(s) wait because of it: {0}</source>
        <translation>
            <numerusform>Del artículo apartado más antiguo espera por esto: {0}</numerusform>
            <numerusform>Entre los %Ln artículos apartados más antiguos esperan por esto: {0}</numerusform>
        </translation>
    </message>
    <message>
        <source>What is held is not known yet: the station has not said it.</source>
        <translation>Aún no se sabe qué está retenido: la estación no lo ha dicho.</translation>
    </message>
    <message>
        <source>Nothing was held when the station was last heard. It may be different now.</source>
        <translation>Nada estaba retenido cuando se oyó la estación por última vez. Ahora puede ser distinto.</translation>
    </message>
    <message>
        <source>Nothing is held.</source>
        <translation>Nada está retenido.</translation>
    </message>
</context>
<context>
    <name>HoldQuestions</name>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Hold a group of items by hand</source>
        <translation>Retener un grupo de artículos a mano</translation>
    </message>
    <message>
        <source>Release: {0}</source>
        <translation>Liberar: {0}</translation>
    </message>
    <message>
        <source>Hold: {0}</source>
        <translation>Retener: {0}</translation>
    </message>
    <message>
        <source>What do the items have in common?</source>
        <translation>¿Qué tienen en común los artículos?</translation>
    </message>
    <message>
        <source>Which one?</source>
        <translation>¿Cuál?</translation>
    </message>
    <message>
        <source>Why are they let go?</source>
        <translation>¿Por qué se liberan?</translation>
    </message>
    <message>
        <source>Why are they held?</source>
        <translation>¿Por qué se retienen?</translation>
    </message>
    <message>
        <source>That is no lot. Write product, colon, lot: A-100:L7</source>
        <translation>Eso no es un lote. Escriba producto, dos puntos, lote: A-100:L7</translation>
    </message>
    <message>
        <source>Write product, colon, lot: A-100:L7</source>
        <translation>Escriba producto, dos puntos, lote: A-100:L7</translation>
    </message>
    <message>
        <source>Type it as it is written in the books, or scan it.</source>
        <translation>Escríbalo como consta en los libros, o escanéelo.</translation>
    </message>
    <message>
        <source>Another: type or scan it</source>
        <translation>Otro: escribir o escanear</translation>
    </message>
    <message>
        <source>Another: type it</source>
        <translation>Otro: escribirlo</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Liberar</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Retener</translation>
    </message>
</context>
<context>
    <name>Holds</name>
    <message>
        <source>Check “{0}” not passed</source>
        <translation>Control «{0}» no superado</translation>
    </message>
    <message>
        <source>{0}: {1} of {2}</source>
        <translation>{0}: {1} de {2}</translation>
    </message>
    <message>
        <source>Held by the station since {0}</source>
        <translation>Retenido por la estación desde el {0}</translation>
    </message>
    <message>
        <source>Held by {0} since {1}</source>
        <translation>Retenido por {0} desde el {1}</translation>
    </message>
    <message>
        <source>MMM d, HH:mm</source>
        <translation>d MMM, HH:mm</translation>
    </message>
    <message>
        <source>At most {0} ({1} %) would be usual.</source>
        <translation>Lo habitual sería {0} ({1} %) como mucho.</translation>
    </message>
    <message>
        <source>Confirmed by people: {0}. Overruled, not counted: {1}.</source>
        <translation>Confirmados por personas: {0}. Descartados, no contados: {1}.</translation>
    </message>
</context>
<context>
    <name>HoldsPage</name>
    <message>
        <source>Hold a group by hand</source>
        <translation>Retener un grupo a mano</translation>
    </message>
    <message>
        <source>You act as {0}</source>
        <translation>Actúa como {0}</translation>
    </message>
    <message>
        <source>The station has not been heard yet</source>
        <translation>Aún no se ha oído la estación</translation>
    </message>
    <message>
        <source>OLD: the station is not heard; other things may be held now</source>
        <translation>ANTIGUO: no se oye la estación; ahora puede haber otras retenciones</translation>
    </message>
</context>
<context>
    <name>JournalRows</name>
    <message>
        <source>When</source>
        <translation>Cuándo</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Qué</translation>
    </message>
    <message>
        <source>Alarm</source>
        <translation>Alarma</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Quién</translation>
    </message>
    <message>
        <source>Particulars</source>
        <translation>Detalles</translation>
    </message>
    <message>
        <source>MMM d, HH:mm:ss</source>
        <translation>d MMM, HH:mm:ss</translation>
    </message>
    <message>
        <source>until {0}</source>
        <translation>hasta las {0}</translation>
    </message>
</context>
<context>
    <name>LineBar</name>
    <message>
        <source>Sign in</source>
        <translation>Identificarse</translation>
    </message>
    <message>
        <source>Lock: {0}</source>
        <translation>Bloquear: {0}</translation>
    </message>
    <message>
        <source>Signed in as {0}, {1}. Lock this window.</source>
        <translation>Identificado como {0}, {1}. Bloquear esta ventana.</translation>
    </message>
    <message>
        <source>No message yet</source>
        <translation>Aún sin mensajes</translation>
    </message>
    <message>
        <source>Last message: {0} s ago</source>
        <translation>Último mensaje: hace {0} s</translation>
    </message>
    <message>
        <source>Last message: {0} min ago</source>
        <translation>Último mensaje: hace {0} min</translation>
    </message>
    <message>
        <source>Station</source>
        <translation>Estación</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>Oscuro</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>Claro</translation>
    </message>
</context>
<context>
    <name>ModelsPart</name>
    <message>
        <source>Check and activate</source>
        <translation>Comprobar y activar</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <source>Restart the station now</source>
        <translation>Reiniciar la estación ahora</translation>
    </message>
    <message>
        <source>Yes: restart the station now</source>
        <translation>Sí: reiniciar la estación ahora</translation>
    </message>
    <message>
        <source>No, leave it</source>
        <translation>No, dejarlo</translation>
    </message>
    <message>
        <source>What is active judges after a restart. Items on the belt are answered first.</source>
        <translation>Lo activo juzga tras un reinicio. Antes se responde a los artículos de la cinta.</translation>
    </message>
    <message>
        <source>Every item on the belt that is not decided yet is NO DECISION and takes the lane for those. Items that come until the station is back, some seconds, take the controller&apos;s default lane. Nobody looks at either. Is that meant?</source>
        <translation>Cada artículo en la cinta aún sin decidir queda SIN DECISIÓN y va por la vía de esos. Los que lleguen hasta que la estación vuelva, unos segundos, van por la vía por defecto del controlador. Nadie los mira. ¿Es lo que quiere?</translation>
    </message>
    <message>
        <source>can not be used: {0}</source>
        <translation>no se puede usar: {0}</translation>
    </message>
    <message>
        <source>judges until the restart</source>
        <translation>juzga hasta el reinicio</translation>
    </message>
    <message>
        <source>judges now</source>
        <translation>juzga ahora</translation>
    </message>
    <message>
        <source>judges after the restart</source>
        <translation>juzga tras el reinicio</translation>
    </message>
    <message>
        <source>Licence: {0}</source>
        <translation>Licencia: {0}</translation>
    </message>
</context>
<context>
    <name>OrderQuestions</name>
    <message>
        <source>Yes: {0}</source>
        <translation>Sí: {0}</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>No, leave it</source>
        <translation>No, dejarlo</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Why?</source>
        <translation>¿Por qué?</translation>
    </message>
    <message>
        <source>Because: {0}. Is that meant?</source>
        <translation>Motivo: {0}. ¿Es eso lo que quiere?</translation>
    </message>
    <message>
        <source>Another: type it</source>
        <translation>Otro: escríbalo</translation>
    </message>
</context>
<context>
    <name>Orders</name>
    <message>
        <source>Hold the station</source>
        <translation>Parar la estación</translation>
    </message>
    <message>
        <source>Let it go on</source>
        <translation>Dejarla seguir</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Producción</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Mantenimiento</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>No item is judged: each is NO DECISION at once, until it is let go on. The belt runs.</source>
        <translation>No se juzga nada: cada artículo queda SIN DECISIÓN en el acto, hasta que se la deje seguir. La cinta sigue.</translation>
    </message>
    <message>
        <source>Items are judged again, from the next one on.</source>
        <translation>Se vuelve a juzgar, desde el próximo artículo.</translation>
    </message>
    <message>
        <source>Items are judged, and the controller is told: as it should be.</source>
        <translation>Se juzga cada artículo y se avisa al controlador: lo normal.</translation>
    </message>
    <message>
        <source>Items are judged, but the controller is told nothing: each takes its default lane.</source>
        <translation>Se juzga, pero no se avisa al controlador: cada artículo va a su carril por defecto.</translation>
    </message>
    <message>
        <source>Nobody looks: every item gets the same answer, the one that your engineer chose. Never PASS.</source>
        <translation>Nadie mira: todos reciben la misma respuesta, la que eligió su ingeniero. Nunca APTO.</translation>
    </message>
    <message>
        <source>Manual mode: nobody looks at the items</source>
        <translation>Modo manual: nadie mira los artículos</translation>
    </message>
    <message>
        <source>Maintenance: the controller is not told; default lane</source>
        <translation>Mantenimiento: no se avisa al controlador; carril por defecto</translation>
    </message>
    <message>
        <source>A lens or a light is cleaned</source>
        <translation>Se limpia una lente o una luz</translation>
    </message>
    <message>
        <source>Something is repaired</source>
        <translation>Se repara algo</translation>
    </message>
    <message>
        <source>Its decisions look wrong</source>
        <translation>Sus decisiones parecen malas</translation>
    </message>
    <message>
        <source>The belt is jammed or stands</source>
        <translation>La cinta está atascada o parada</translation>
    </message>
    <message>
        <source>The station is repaired</source>
        <translation>Se repara la estación</translation>
    </message>
    <message>
        <source>Trial run or setting up</source>
        <translation>Prueba o puesta a punto</translation>
    </message>
    <message>
        <source>It judges wrongly or not at all</source>
        <translation>Juzga mal o no juzga</translation>
    </message>
    <message>
        <source>Ordered by the shift lead</source>
        <translation>Orden del responsable de turno</translation>
    </message>
    <message>
        <source>{0}: the station is being told …</source>
        <translation>{0}: se avisa a la estación …</translation>
    </message>
    <message>
        <source>DONE: {0}</source>
        <translation>HECHO: {0}</translation>
    </message>
    <message>
        <source>DONE: {0}. Its disk can not be written now: a restart may forget it. Call the engineer.</source>
        <translation>HECHO: {0}. Ahora no se puede escribir en su disco: puede olvidarlo al reiniciar. Llame al ingeniero.</translation>
    </message>
    <message>
        <source>NOT DONE: {0}. The station says: {1}</source>
        <translation>NO HECHO: {0}. La estación dice: {1}</translation>
    </message>
    <message>
        <source>NOT SENT: {0}. The station is not heard. Press again when it is back.</source>
        <translation>NO ENVIADO: {0}. No se oye la estación. Pulse otra vez cuando vuelva.</translation>
    </message>
    <message>
        <source>The station did not answer: {0}. Look at how it stands, then press again.</source>
        <translation>La estación no respondió: {0}. Mire cómo está y pulse otra vez.</translation>
    </message>
    <message>
        <source>{0}: it is so already; somebody else was quicker.</source>
        <translation>{0}: ya está así; alguien se adelantó.</translation>
    </message>
    <message>
        <source>Held by a person: {0}</source>
        <translation>Parada por una persona: {0}</translation>
    </message>
    <message>
        <source>NOT DONE: {0}. Only for the role {1} or higher, who is signed in.</source>
        <translation>NO HECHO: {0}. Solo con el rol {1} o superior, e identificado.</translation>
    </message>
</context>
<context>
    <name>OrdersPart</name>
    <message>
        <source>How the station stands</source>
        <translation>Cómo está la estación</translation>
    </message>
    <message>
        <source>Mode: {0}</source>
        <translation>Modo: {0}</translation>
    </message>
    <message>
        <source>Mode: not known</source>
        <translation>Modo: desconocido</translation>
    </message>
    <message>
        <source>OLD: the station is not heard; it may stand otherwise by now. Nothing can be ordered.</source>
        <translation>ANTIGUO: no se oye la estación; puede estar de otro modo. No se puede ordenar nada.</translation>
    </message>
</context>
<context>
    <name>People</name>
    <message>
        <source>Add a person</source>
        <translation>Añadir a alguien</translation>
    </message>
    <message>
        <source>Another role</source>
        <translation>Otro rol</translation>
    </message>
    <message>
        <source>New PIN</source>
        <translation>PIN nuevo</translation>
    </message>
    <message>
        <source>New badge</source>
        <translation>Tarjeta nueva</translation>
    </message>
    <message>
        <source>Keep out for now</source>
        <translation>Excluir por ahora</translation>
    </message>
    <message>
        <source>Let in again</source>
        <translation>Admitido de nuevo</translation>
    </message>
    <message>
        <source>Remove for good</source>
        <translation>Quitar del todo</translation>
    </message>
    <message>
        <source>This person is signed out and can not sign in until let in again.</source>
        <translation>Se cierra su sesión y no puede identificarse hasta que se le admita de nuevo.</translation>
    </message>
    <message>
        <source>This person can sign in again, with the PIN, badge and role from before.</source>
        <translation>Puede identificarse de nuevo, con el PIN, la tarjeta y el rol de antes.</translation>
    </message>
    <message>
        <source>This person is signed out and can not sign in any more. What was done stays.</source>
        <translation>Se cierra su sesión y ya no puede identificarse. Lo que hizo queda.</translation>
    </message>
    <message>
        <source>What is the name? Answers and the log will carry it.</source>
        <translation>¿Cómo se llama? Las respuestas y el registro llevarán ese nombre.</translation>
    </message>
    <message>
        <source>Which role?</source>
        <translation>¿Qué rol?</translation>
    </message>
    <message>
        <source>How will this person sign in? The other way can be added later.</source>
        <translation>¿Cómo se identificará? Lo otro se puede añadir después.</translation>
    </message>
    <message>
        <source>Type the new PIN: 4 to 12 digits, not all the same and not in a row.</source>
        <translation>Escriba el PIN nuevo: de 4 a 12 cifras, ni iguales ni seguidas.</translation>
    </message>
    <message>
        <source>The same PIN once more.</source>
        <translation>El mismo PIN otra vez.</translation>
    </message>
    <message>
        <source>Scan the badge now.</source>
        <translation>Escanee ahora la tarjeta.</translation>
    </message>
    <message>
        <source>That can not be a name: 1 to 64 characters.</source>
        <translation>Eso no puede ser un nombre: de 1 a 64 caracteres.</translation>
    </message>
    <message>
        <source>Somebody has this name already.</source>
        <translation>Alguien ya tiene ese nombre.</translation>
    </message>
    <message>
        <source>That is no good PIN: 4 to 12 digits, not all the same and not in a row.</source>
        <translation>Ese PIN no vale: de 4 a 12 cifras, ni iguales ni seguidas.</translation>
    </message>
    <message>
        <source>The two were not the same. Type the new PIN again.</source>
        <translation>No eran iguales. Escriba otra vez el PIN nuevo.</translation>
    </message>
    <message>
        <source>That can not be a badge: 6 to 128 characters.</source>
        <translation>Eso no puede ser una tarjeta: de 6 a 128 caracteres.</translation>
    </message>
    <message>
        <source>{0}: the station is being told …</source>
        <translation>{0}: se avisa a la estación …</translation>
    </message>
    <message>
        <source>DONE: {0}</source>
        <translation>HECHO: {0}</translation>
    </message>
    <message>
        <source>NOT DONE: {0}. The station says: {1}</source>
        <translation>NO HECHO: {0}. La estación dice: {1}</translation>
    </message>
    <message>
        <source>NOT SENT: {0}. The station is not heard. Begin again when it is back.</source>
        <translation>NO ENVIADO: {0}. No se oye la estación. Empiece de nuevo cuando vuelva.</translation>
    </message>
    <message>
        <source>The station did not answer: {0}. Look at the list before you begin again.</source>
        <translation>La estación no respondió: {0}. Mire la lista antes de empezar de nuevo.</translation>
    </message>
    <message>
        <source>May look.</source>
        <translation>Puede mirar.</translation>
    </message>
    <message>
        <source>May answer about items, acknowledge alarms, hold.</source>
        <translation>Puede responder, confirmar alarmas, retener.</translation>
    </message>
    <message>
        <source>May also release holds, change the mode and read who did what.</source>
        <translation>Además liberar, cambiar el modo y leer quién hizo qué.</translation>
    </message>
    <message>
        <source>May also set the station up.</source>
        <translation>Además ajustar la estación.</translation>
    </message>
    <message>
        <source>May also change accounts.</source>
        <translation>Además cambiar cuentas.</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>badge</source>
        <translation>tarjeta</translation>
    </message>
    <message>
        <source>KEPT OUT</source>
        <translation>EXCLUIDO</translation>
    </message>
    <message>
        <source>The last administrator stays: make somebody else one first.</source>
        <translation>El último administrador se queda: nombre antes a otro.</translation>
    </message>
    <message>
        <source>Nobody has an account here: everybody may do everything. Your engineer makes the first account on the station&apos;s computer.</source>
        <translation>Aquí nadie tiene cuenta: todos pueden hacer todo. Su ingeniero crea la primera cuenta en el ordenador de la estación.</translation>
    </message>
    <message>
        <source>The station does not tell who has an account: {0}</source>
        <translation>La estación no dice quién tiene cuenta: {0}</translation>
    </message>
    <message>
        <source>OLD: the station is not heard; others may have an account now.</source>
        <translation>ANTIGUO: no se oye la estación; ahora puede haber otras cuentas.</translation>
    </message>
    <message>
        <source>The station is being asked …</source>
        <translation>Se pregunta a la estación …</translation>
    </message>
</context>
<context>
    <name>PeopleQuestions</name>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>No, leave it</source>
        <translation>No, dejarlo</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>With a PIN</source>
        <translation>Con un PIN</translation>
    </message>
    <message>
        <source>With a badge</source>
        <translation>Con una tarjeta</translation>
    </message>
    <message>
        <source>Yes: {0}</source>
        <translation>Sí: {0}</translation>
    </message>
</context>
<context>
    <name>PictureCanvas</name>
    <message>
        <source>OLD: {0}</source>
        <translation>ANTIGUO: {0}</translation>
    </message>
</context>
<context>
    <name>PinPad</name>
    <message>
        <source>Take the last digit back</source>
        <translation>Borrar la última cifra</translation>
    </message>
    <message>
        <source>Sign in</source>
        <translation>Identificarse</translation>
    </message>
</context>
<context>
    <name>Promise</name>
    <message>
        <source>no promise</source>
        <translation>sin promesa</translation>
    </message>
    <message>
        <source>at most {0} %</source>
        <translation>como mucho {0} %</translation>
    </message>
    <message>
        <source>Nothing is promised about good items: a person set the threshold.</source>
        <translation>No se promete nada de los artículos buenos: el umbral lo puso una persona.</translation>
    </message>
    <message>
        <source>Nothing is promised about good items: the costs say where they are stopped.</source>
        <translation>No se promete nada de los artículos buenos: los costes dicen cuándo se retienen.</translation>
    </message>
    <message>
        <source>As it rests on so many only, it may really be {0} to {1} %.</source>
        <translation>Como solo se apoya en esos, en realidad puede ser de {0} a {1} %.</translation>
    </message>
    <message>
        <source>Products and materials with a limit of their own: {0}.</source>
        <translation>Productos y materiales con límite propio: {0}.</translation>
    </message>
    <message>
        <source>Without a threshold the calibration promises at most {0} %.</source>
        <translation>Sin umbral, la calibración promete como mucho {0} %.</translation>
    </message>
    <message>
        <source>product {0}</source>
        <translation>el producto {0}</translation>
    </message>
    <message>
        <source>material {0}</source>
        <translation>el material {0}</translation>
    </message>
    <message>
        <source>all products</source>
        <translation>todos los productos</translation>
    </message>
</context>
<context>
    <name>QueueChoices</name>
    <message>
        <source>Damaged</source>
        <translation>Dañado</translation>
    </message>
    <message>
        <source>Not damaged</source>
        <translation>Sin daño</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>No se sabe</translation>
    </message>
    <message>
        <source>Other kind of damage</source>
        <translation>Otro tipo de daño</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Not damaged. What did the station take for damage?</source>
        <translation>Sin daño. ¿Qué tomó la estación por daño?</translation>
    </message>
    <message>
        <source>What kind of damage is it?</source>
        <translation>¿Qué tipo de daño es?</translation>
    </message>
</context>
<context>
    <name>QueuePage</name>
    <message>
        <source>All views</source>
        <translation>Todas</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Deshacer</translation>
    </message>
    <message>
        <source>Undo: item {0}, {1} ({2} s)</source>
        <translation>Deshacer: artículo {0}, {1} ({2} s)</translation>
    </message>
    <message>
        <source>MMM d, HH:mm:ss</source>
        <translation>d MMM, HH:mm:ss</translation>
    </message>
    <message>
        <source>Seen {0}</source>
        <translation>Visto el {0}</translation>
    </message>
    <message>
        <source>Open: ?</source>
        <translation>Pendientes: ?</translation>
    </message>
    <message>
        <source>Open: {0} of {1}</source>
        <translation>Pendientes: {0} de {1}</translation>
    </message>
    <message>
        <source>Open: {0}</source>
        <translation>Pendientes: {0}</translation>
    </message>
    <message>
        <source>Somebody else answered this item. Go on with Next.</source>
        <translation>Otra persona ya respondió. Pase al siguiente.</translation>
    </message>
    <message>
        <source>NOT BOOKED: {0}</source>
        <translation>NO REGISTRADO: {0}</translation>
    </message>
    <message numerus="yes">
        <source>Barcode {0}: not among the %Ln oldest item(s)</source>
        <translation>
            <numerusform>Código {0}: no es el artículo más antiguo</numerusform>
            <numerusform>Código {0}: no está entre los %Ln artículos más antiguos</numerusform>
        </translation>
    </message>
    <message>
        <source>Kept here until the station has them: {0}</source>
        <translation>Guardadas, sin enviar: {0}</translation>
    </message>
    <message>
        <source>OLD: the station does not say what waits now</source>
        <translation>ANTIGUO: la estación no dice qué espera ahora</translation>
    </message>
    <message>
        <source>You answer as {0}</source>
        <translation>Responde como {0}</translation>
    </message>
    <message>
        <source>Relabelled: {0}</source>
        <translation>Reetiquetados: {0}</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Mapa calor</translation>
    </message>
    <message>
        <source>SECOND LOOK: the item is not here any more. Answer by its pictures.</source>
        <translation>SEGUNDA MIRADA: el artículo ya no está aquí. Responda por sus imágenes.</translation>
    </message>
    <message>
        <source>Barcode {0}: this item</source>
        <translation>Código {0}: este artículo</translation>
    </message>
    <message>
        <source>Barcode {0}: {1} items wait, this is the oldest</source>
        <translation>Código {0}: esperan {1} artículos, este es el más antiguo</translation>
    </message>
    <message>
        <source>Unknown barcode {0}: no such item waits</source>
        <translation>Código desconocido {0}: no espera ninguno así</translation>
    </message>
    <message>
        <source>Barcode {0} is no command of this window</source>
        <translation>El código {0} no es una orden de esta ventana</translation>
    </message>
    <message>
        <source>The barcode was not read to its end. Scan it again.</source>
        <translation>El código no se leyó entero. Escanéelo otra vez.</translation>
    </message>
    <message>
        <source>What waits is not known yet: the station has not said it.</source>
        <translation>Aún no se sabe qué espera: la estación no lo ha dicho.</translation>
    </message>
    <message>
        <source>Nothing waited when the station was last heard. It may be different now.</source>
        <translation>Nada esperaba cuando se oyó la estación por última vez. Ahora puede ser distinto.</translation>
    </message>
    <message>
        <source>Nothing waits for you.</source>
        <translation>Nada espera su respuesta.</translation>
    </message>
</context>
<context>
    <name>RecipesPart</name>
    <message>
        <source>Preview</source>
        <translation>Simular</translation>
    </message>
    <message>
        <source>Activate</source>
        <translation>Activar</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Volver</translation>
    </message>
    <message>
        <source>Change a value and press Preview: you see what it would have done to the last items.</source>
        <translation>Cambie un valor y pulse Simular: verá qué habría hecho con los últimos artículos.</translation>
    </message>
</context>
<context>
    <name>Refusals</name>
    <message>
        <source>the station failed: {0}</source>
        <translation>falló la estación: {0}</translation>
    </message>
    <message>
        <source>the station is busy with other questions</source>
        <translation>la estación está ocupada con otras preguntas</translation>
    </message>
    <message>
        <source>unknown command; known: {0}</source>
        <translation>orden desconocida; conocidas: {0}</translation>
    </message>
    <message>
        <source>rejected: {0}</source>
        <translation>rechazado: {0}</translation>
    </message>
    <message>
        <source>{0}: can not be read: {1}</source>
        <translation>{0}: no se puede leer: {1}</translation>
    </message>
    <message>
        <source>{0}: can not be written: {1}</source>
        <translation>{0}: no se puede escribir: {1}</translation>
    </message>
    <message>
        <source>the file is damaged: {0}</source>
        <translation>el archivo está dañado: {0}</translation>
    </message>
    <message>
        <source>{0} must be 1 to {1} characters</source>
        <translation>{0} debe tener de 1 a {1} caracteres</translation>
    </message>
    <message>
        <source>nobody is signed in: sign in first</source>
        <translation>nadie ha iniciado sesión: iníciela primero</translation>
    </message>
    <message>
        <source>{0} needs {1}; {2} is {3}</source>
        <translation>{0} requiere el papel {1}; {2} es {3}</translation>
    </message>
    <message>
        <source>the account of {0} is disabled: ask an administrator</source>
        <translation>la cuenta de {0} está desactivada: pregunte a un administrador</translation>
    </message>
    <message>
        <source>the account is disabled</source>
        <translation>la cuenta está desactivada</translation>
    </message>
    <message>
        <source>{0} is not signed in any more: {1}</source>
        <translation>{0} ya no tiene la sesión iniciada: {1}</translation>
    </message>
    <message>
        <source>sign in again</source>
        <translation>inicie sesión de nuevo</translation>
    </message>
    <message>
        <source>that session has ended, and age_s does not say that it was given before</source>
        <translation>esa sesión terminó y no consta que se diera antes</translation>
    </message>
    <message>
        <source>it was given after that session had ended</source>
        <translation>se dio después de terminar esa sesión</translation>
    </message>
    <message>
        <source>it comes more than {0} h late</source>
        <translation>llega con más de {0} h de retraso</translation>
    </message>
    <message>
        <source>name and PIN do not fit</source>
        <translation>el nombre y el PIN no coinciden</translation>
    </message>
    <message>
        <source>this badge is nobody&apos;s</source>
        <translation>esta tarjeta no es de nadie</translation>
    </message>
    <message>
        <source>{0}: wait {1} s</source>
        <translation>{0}: espere {1} s</translation>
    </message>
    <message>
        <source>too many wrong tries: wait {0} s</source>
        <translation>demasiados intentos fallidos: espere {0} s</translation>
    </message>
    <message>
        <source>nobody has an account here: everybody may do everything</source>
        <translation>aquí nadie tiene cuenta: todos pueden hacerlo todo</translation>
    </message>
    <message>
        <source>nobody has an account here: the first one is made with `inspector accounts add`</source>
        <translation>aquí nadie tiene cuenta: la primera se crea con `inspector accounts add`</translation>
    </message>
    <message>
        <source>{0} is the last administrator: make somebody else one first</source>
        <translation>{0} es el último administrador: nombre antes a otro</translation>
    </message>
    <message>
        <source>{0}: needs a PIN or a badge</source>
        <translation>{0}: necesita un PIN o una tarjeta</translation>
    </message>
    <message>
        <source>{0}: would have neither PIN nor badge; remove the account instead</source>
        <translation>{0}: se quedaría sin PIN y sin tarjeta; elimine la cuenta en su lugar</translation>
    </message>
    <message>
        <source>no account {0}; known: {1}</source>
        <translation>no hay cuenta {0}; conocidas: {1}</translation>
    </message>
    <message>
        <source>there is an account {0} already</source>
        <translation>ya hay una cuenta {0}</translation>
    </message>
    <message>
        <source>this badge is {0}&apos;s already</source>
        <translation>esta tarjeta ya es de {0}</translation>
    </message>
    <message>
        <source>{0}: a name has 1 to {1} characters and no space at its ends</source>
        <translation>{0}: un nombre tiene de 1 a {1} caracteres y ningún espacio en los extremos</translation>
    </message>
    <message>
        <source>{0}: a name has no control characters</source>
        <translation>{0}: un nombre no lleva caracteres de control</translation>
    </message>
    <message>
        <source>{0}: is how the station calls itself</source>
        <translation>{0}: así se llama la estación a sí misma</translation>
    </message>
    <message>
        <source>a PIN has {0} to {1} digits</source>
        <translation>un PIN tiene de {0} a {1} cifras</translation>
    </message>
    <message>
        <source>a PIN of equal digits, or of digits in a row, is guessed first</source>
        <translation>un PIN de cifras iguales o seguidas es lo primero que se adivina</translation>
    </message>
    <message>
        <source>a badge&apos;s number has {0} to {1} printable characters</source>
        <translation>el número de una tarjeta tiene de {0} a {1} caracteres imprimibles</translation>
    </message>
    <message>
        <source>no item {0} is known</source>
        <translation>no se conoce ningún artículo {0}</translation>
    </message>
    <message>
        <source>the item was {0}: only isolated items are answered</source>
        <translation>el artículo fue {0}: solo se responde sobre artículos aislados</translation>
    </message>
    <message>
        <source>the item was {0}: only isolated items are disposed of</source>
        <translation>el artículo fue {0}: solo se da destino a artículos aislados</translation>
    </message>
    <message>
        <source>the item was simulated: nobody has it in the hand, and an answer would be taken for a label</source>
        <translation>el artículo era simulado: nadie lo tiene en la mano, y la respuesta se tomaría por verdadera</translation>
    </message>
    <message>
        <source>the item was simulated: there is nothing to dispose of</source>
        <translation>el artículo era simulado: no hay nada a lo que dar destino</translation>
    </message>
    <message>
        <source>the item is from before there were answers</source>
        <translation>el artículo es de antes de que hubiera respuestas</translation>
    </message>
    <message>
        <source>{0} answered {1} already</source>
        <translation>{0} ya respondió {1}</translation>
    </message>
    <message>
        <source>the answer to be taken back does not stand</source>
        <translation>la respuesta que se quiere retirar no está vigente</translation>
    </message>
    <message>
        <source>an answer can be taken back for {0} s only</source>
        <translation>una respuesta solo se puede retirar durante {0} s</translation>
    </message>
    <message>
        <source>a second look comes after a first answer, and none stands</source>
        <translation>una segunda mirada va después de una primera respuesta, y no hay ninguna vigente</translation>
    </message>
    <message>
        <source>the item was not drawn for a second look</source>
        <translation>el artículo no salió elegido para una segunda mirada</translation>
    </message>
    <message>
        <source>a second look comes {0} to {1} hours after the first answer, not after {2}</source>
        <translation>una segunda mirada llega de {0} a {1} horas después de la primera respuesta, no después de {2}</translation>
    </message>
    <message>
        <source>the id {0} belongs to another answer</source>
        <translation>el identificador {0} es de otra respuesta</translation>
    </message>
    <message>
        <source>the id {0} belongs to another step</source>
        <translation>el identificador {0} es de otro paso</translation>
    </message>
    <message>
        <source>the item is {0}: it can not become {1}</source>
        <translation>el artículo está en «{0}»: no puede pasar a «{1}»</translation>
    </message>
    <message>
        <source>the item has no picture of camera {0}</source>
        <translation>el artículo no tiene imagen de la cámara {0}</translation>
    </message>
    <message>
        <source>{0} lies outside the picture of camera {1}, which has {2} x {3} pixels</source>
        <translation>{0} queda fuera de la imagen de la cámara {1}, que tiene {2} x {3} píxeles</translation>
    </message>
    <message>
        <source>no alarm {0} waits for an acknowledgement</source>
        <translation>ninguna alarma {0} espera que se reconozca</translation>
    </message>
    <message>
        <source>alarm {0} is not shelved</source>
        <translation>la alarma {0} no está aplazada</translation>
    </message>
    <message>
        <source>there is no alarm {0}</source>
        <translation>no hay alarma {0}</translation>
    </message>
    <message>
        <source>an alarm is shelved for 1 to {0} minutes</source>
        <translation>una alarma se aplaza de 1 a {0} minutos</translation>
    </message>
    <message>
        <source>no hold {0} is known</source>
        <translation>no se conoce ninguna retención {0}</translation>
    </message>
    <message>
        <source>{0} released it already, because: {1}</source>
        <translation>{0} ya la liberó, porque: {1}</translation>
    </message>
    <message>
        <source>such a hold stands in the ledger and is not known here yet; restart the station</source>
        <translation>esa retención está en el registro y aquí aún no se conoce; reinicie la estación</translation>
    </message>
    <message>
        <source>a group&apos;s name must be 1 to {0} characters</source>
        <translation>el nombre de un grupo debe tener de 1 a {0} caracteres</translation>
    </message>
    <message>
        <source>hold needs a reason</source>
        <translation>para retener hace falta un motivo</translation>
    </message>
    <message>
        <source>no complaint {0} is known</source>
        <translation>no se conoce la queja {0}</translation>
    </message>
    <message>
        <source>{0} is about no item that is known: {1}</source>
        <translation>{0} no trata de ningún artículo conocido: {1}</translation>
    </message>
    <message>
        <source>this station keeps no complaints</source>
        <translation>esta estación no guarda quejas</translation>
    </message>
    <message>
        <source>complaints {0}: {1}</source>
        <translation>quejas {0}: {1}</translation>
    </message>
    <message>
        <source>more than {0} items: ask for a shorter span</source>
        <translation>más de {0} artículos: pida un periodo más corto</translation>
    </message>
    <message>
        <source>at most {0} days are looked at</source>
        <translation>se miran como mucho {0} días</translation>
    </message>
    <message>
        <source>the station would not start again: {0}</source>
        <translation>la estación no volvería a arrancar: {0}</translation>
    </message>
    <message>
        <source>these values were not previewed: look at their effect first</source>
        <translation>estos valores no se han previsto: mire antes su efecto</translation>
    </message>
    <message>
        <source>nothing would change</source>
        <translation>no cambiaría nada</translation>
    </message>
    <message>
        <source>unknown recipe {0}; known: {1}</source>
        <translation>receta desconocida {0}; conocidas: {1}</translation>
    </message>
    <message>
        <source>unknown place {0}; known: {1}</source>
        <translation>lugar desconocido {0}; conocidos: {1}</translation>
    </message>
    <message>
        <source>unknown bundle {0}; in {1}: {2}</source>
        <translation>paquete desconocido {0}; en {1}: {2}</translation>
    </message>
    <message>
        <source>{0} is active already</source>
        <translation>{0} ya está activo</translation>
    </message>
    <message>
        <source>{0} is a bundle of kind {1}; {2} needs {3}</source>
        <translation>{0} es un paquete de tipo {1}; {2} necesita {3}</translation>
    </message>
    <message>
        <source>version {0} is not in force any more: {1} is by {2}; look again first</source>
        <translation>la versión {0} ya no está en vigor: la {1} es de {2}; mire de nuevo antes</translation>
    </message>
    <message>
        <source>version {0} is not in force any more: {1} is; look again first</source>
        <translation>la versión {0} ya no está en vigor: lo está la {1}; mire de nuevo antes</translation>
    </message>
    <message>
        <source>there is no version before this one</source>
        <translation>no hay versión anterior a esta</translation>
    </message>
    <message>
        <source>no camera {0}; known: {1}</source>
        <translation>no hay cámara {0}; conocidas: {1}</translation>
    </message>
    <message>
        <source>this station is taught from the command line only</source>
        <translation>a esta estación solo se le enseña desde la línea de órdenes</translation>
    </message>
    <message>
        <source>the draft can not be read: {0}</source>
        <translation>no se puede leer el borrador: {0}</translation>
    </message>
</context>
<context>
    <name>Setup</name>
    <message>
        <source>Recipes</source>
        <translation>Recetas</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Modelos</translation>
    </message>
    <message>
        <source>Cameras</source>
        <translation>Cámaras</translation>
    </message>
    <message>
        <source>Damage missed costs</source>
        <translation>Coste: daño pasado</translation>
    </message>
    <message>
        <source>False divert costs</source>
        <translation>Coste: falso desvío</translation>
    </message>
    <message>
        <source>A look costs</source>
        <translation>Coste: revisión</translation>
    </message>
    <message>
        <source>Novelty&apos;s vote</source>
        <translation>Voto de la novedad</translation>
    </message>
    <message>
        <source>Novelty below p</source>
        <translation>Novedad bajo p</translation>
    </message>
    <message>
        <source>Nothing is activated yet: this is what the new values would do.</source>
        <translation>Aún no se ha activado nada: esto harían los valores nuevos.</translation>
    </message>
    <message>
        <source>ACTIVATED: the next item is judged by these values.</source>
        <translation>ACTIVADO: el próximo artículo se juzga con estos valores.</translation>
    </message>
    <message>
        <source>WENT BACK: the next item is judged by the values before.</source>
        <translation>VUELTA ATRÁS: el próximo artículo se juzga con los valores anteriores.</translation>
    </message>
    <message>
        <source>CHECKED and noted: it judges after a restart.</source>
        <translation>COMPROBADO y anotado: juzga tras un reinicio.</translation>
    </message>
    <message>
        <source>WENT BACK: the bundles before judge after a restart.</source>
        <translation>VUELTA ATRÁS: los modelos anteriores juzgan tras un reinicio.</translation>
    </message>
    <message>
        <source>RESTARTING: open items are answered first.</source>
        <translation>REINICIANDO: antes se responde a los artículos abiertos.</translation>
    </message>
    <message>
        <source>The station is at work …</source>
        <translation>La estación está trabajando …</translation>
    </message>
    <message>
        <source>NOT SENT: there is no connection. Nothing was changed.</source>
        <translation>NO ENVIADO: no hay conexión. No se cambió nada.</translation>
    </message>
    <message>
        <source>NO ANSWER: look below what is in force before you try again.</source>
        <translation>SIN RESPUESTA: mire abajo qué está en vigor antes de repetir.</translation>
    </message>
    <message>
        <source>REFUSED: {0}</source>
        <translation>RECHAZADO: {0}</translation>
    </message>
    <message>
        <source>nothing to be seen</source>
        <translation>no se ve nada</translation>
    </message>
    <message>
        <source>too dark</source>
        <translation>demasiado oscuro</translation>
    </message>
    <message>
        <source>too bright</source>
        <translation>demasiado claro</translation>
    </message>
    <message>
        <source>out of focus</source>
        <translation>desenfocado</translation>
    </message>
    <message>
        <source>as in the station&apos;s file</source>
        <translation>como en el archivo de la estación</translation>
    </message>
    <message>
        <source>activated by {0}</source>
        <translation>activada por {0}</translation>
    </message>
    <message>
        <source>gone back to by {0}</source>
        <translation>recuperada por {0}</translation>
    </message>
    <message>
        <source>finds items or damage</source>
        <translation>encuentra artículos o daños</translation>
    </message>
    <message>
        <source>names the damage</source>
        <translation>nombra el daño</translation>
    </message>
    <message>
        <source>sees what is unusual</source>
        <translation>ve lo que no es habitual</translation>
    </message>
    <message>
        <source>OLD: the station does not tell its setup. {0}</source>
        <translation>ANTIGUO: la estación no comunica su configuración. {0}</translation>
    </message>
    <message>
        <source>The station is asked …</source>
        <translation>Se pregunta a la estación …</translation>
    </message>
    <message>
        <source>OLD: the station is not heard; nothing can be changed</source>
        <translation>ANTIGUO: no se oye a la estación; no se puede cambiar nada</translation>
    </message>
    <message>
        <source>A bundle waits for a restart: see Models</source>
        <translation>Un modelo espera un reinicio: vea Modelos</translation>
    </message>
    <message>
        <source>Version {0}: {1}</source>
        <translation>Versión {0}: {1}</translation>
    </message>
    <message>
        <source>Product {0}</source>
        <translation>Producto {0}</translation>
    </message>
    <message>
        <source>Material {0}</source>
        <translation>Material {0}</translation>
    </message>
    <message>
        <source>All other products</source>
        <translation>Todos los demás productos</translation>
    </message>
    <message>
        <source>Stopped above a score of {0}</source>
        <translation>Se retiene por encima de {0}</translation>
    </message>
    <message>
        <source>Stopped as the calibration says</source>
        <translation>Se retiene según la calibración</translation>
    </message>
    <message>
        <source>Stopped as the costs say</source>
        <translation>Se retiene según los costes</translation>
    </message>
    <message>
        <source>{0} an hour</source>
        <translation>{0} por hora</translation>
    </message>
    <message>
        <source>{0} of this recipe</source>
        <translation>{0} de esta receta</translation>
    </message>
    <message>
        <source>{0} without a record left out</source>
        <translation>{0} sin registro, omitidos</translation>
    </message>
    <message>
        <source>No picture yet</source>
        <translation>Aún no hay imagen</translation>
    </message>
    <message>
        <source>Good: sharp and well lit</source>
        <translation>Bien: nítida y bien iluminada</translation>
    </message>
    <message>
        <source>{0}: such pictures are not judged</source>
        <translation>{0}: así no se juzga</translation>
    </message>
</context>
<context>
    <name>SetupFields</name>
    <message>
        <source>Threshold</source>
        <translation>Umbral</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>Costes</translation>
    </message>
    <message>
        <source>Novelty</source>
        <translation>Novedad</translation>
    </message>
    <message>
        <source>No threshold</source>
        <translation>Sin umbral</translation>
    </message>
    <message>
        <source>Damaged of 1,000 items</source>
        <translation>Dañados de 1.000 artículos</translation>
    </message>
</context>
<context>
    <name>Shift</name>
    <message>
        <source>of {0}  ({1} to {2})</source>
        <translation>de {0}  ({1} a {2})</translation>
    </message>
    <message>
        <source>Product not known</source>
        <translation>Producto desconocido</translation>
    </message>
    <message>
        <source>{0} to {1}</source>
        <translation>{0} a {1}</translation>
    </message>
    <message>
        <source>{0} to {1} ({2})</source>
        <translation>{0} a {1} ({2})</translation>
    </message>
    <message>
        <source>MMM d yyyy, HH:mm</source>
        <translation>d MMM yyyy, HH:mm</translation>
    </message>
    <message>
        <source>Shift of station {0}</source>
        <translation>Turno de la estación {0}</translation>
    </message>
    <message>
        <source>Made {0}</source>
        <translation>Hecho el {0}</translation>
    </message>
    <message>
        <source>Why not passed: items · cumulative share</source>
        <translation>Por qué no pasaron: artículos · % acumulado</translation>
    </message>
    <message>
        <source>Products: isolated, of items</source>
        <translation>Productos: apartados, de artículos</translation>
    </message>
    <message>
        <source>Per hour: items above, isolated (solid) below</source>
        <translation>Por hora: arriba artículos, abajo apartados (lleno)</translation>
    </message>
    <message>
        <source>Nothing in this span.</source>
        <translation>Nada en este periodo.</translation>
    </message>
    <message>
        <source>and {0} more</source>
        <translation>y {0} más</translation>
    </message>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>Other products: {0}</source>
        <translation>Otros productos: {0}</translation>
    </message>
</context>
<context>
    <name>ShiftPage</name>
    <message>
        <source>Save CSV</source>
        <translation>Guardar CSV</translation>
    </message>
    <message>
        <source>Save PDF</source>
        <translation>Guardar PDF</translation>
    </message>
    <message>
        <source>The station is asked …</source>
        <translation>Preguntando a la estación …</translation>
    </message>
    <message>
        <source>The station has not been heard yet</source>
        <translation>Aún no se ha oído la estación</translation>
    </message>
    <message>
        <source>OLD: {0}; more may have happened since</source>
        <translation>ANTIGUO: {0}; desde entonces puede haber más</translation>
    </message>
    <message>
        <source>Came back</source>
        <translation>Devueltos</translation>
    </message>
</context>
<context>
    <name>SignInPage</name>
    <message>
        <source>Who are you?</source>
        <translation>¿Quién es usted?</translation>
    </message>
    <message>
        <source>Press your name and type your PIN, or scan your badge.</source>
        <translation>Pulse su nombre y teclee su PIN, o escanee su tarjeta.</translation>
    </message>
    <message>
        <source>Back, without signing in</source>
        <translation>Volver, sin identificarse</translation>
    </message>
    <message>
        <source>PIN</source>
        <translation>PIN</translation>
    </message>
    <message>
        <source>First your name</source>
        <translation>Primero su nombre</translation>
    </message>
</context>
<context>
    <name>StationPanel</name>
    <message>
        <source>Hold and mode</source>
        <translation>Parar y modo</translation>
    </message>
    <message>
        <source>People</source>
        <translation>Personas</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Guided tour</source>
        <translation>Visita guiada</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Volver</translation>
    </message>
</context>
<context>
    <name>StationWindow</name>
    <message>
        <source>Inspection station</source>
        <translation>Estación de inspección</translation>
    </message>
</context>
<context>
    <name>Teach</name>
    <message>
        <source>Product</source>
        <translation>Producto</translation>
    </message>
    <message>
        <source>Pictures</source>
        <translation>Imágenes</translation>
    </message>
    <message>
        <source>Learn</source>
        <translation>Aprender</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Probar</translation>
    </message>
    <message>
        <source>Use</source>
        <translation>Usar</translation>
    </message>
    <message>
        <source>Starting …</source>
        <translation>Empezando …</translation>
    </message>
    <message>
        <source>Looking for the product: picture {0} of {1}</source>
        <translation>Buscando el producto: imagen {0} de {1}</translation>
    </message>
    <message>
        <source>Learning the pictures …</source>
        <translation>Aprendiendo las imágenes …</translation>
    </message>
    <message>
        <source>Learning again, without those that look different …</source>
        <translation>Aprendiendo otra vez, sin las que se ven distintas …</translation>
    </message>
    <message>
        <source>Judging each picture beside the others …</source>
        <translation>Juzgando cada imagen junto a las demás …</translation>
    </message>
    <message>
        <source>Judging item {0} of {1} twice</source>
        <translation>Juzgando dos veces el artículo {0} de {1}</translation>
    </message>
    <message>
        <source>Too few pictures: {1}. At least 5 are needed, 20 are a good start.</source>
        <translation>Muy pocas imágenes: {1}. Hacen falta al menos 5; 20 son un buen comienzo.</translation>
    </message>
    <message>
        <source>Too many pictures: {1}. At most 100 can be learnt at once.</source>
        <translation>Demasiadas imágenes: {1}. Se aprenden 100 como máximo.</translation>
    </message>
    <message>
        <source>The same picture twice: {0}. Untick one of them.</source>
        <translation>La misma imagen dos veces: {0}. Desmarque una.</translation>
    </message>
    <message>
        <source>Too many look different from the rest: pictures {0}. Look at them, untick.</source>
        <translation>Demasiadas se ven distintas del resto: imágenes {0}. Mírelas y desmárquelas.</translation>
    </message>
    <message>
        <source>The pictures look like {1}, which is taught already.</source>
        <translation>Las imágenes se parecen a {1}, que ya está enseñado.</translation>
    </message>
    <message>
        <source>The pictures show two kinds of things. The smaller kind: {0}.</source>
        <translation>Las imágenes muestran dos clases de cosas. La menor: {0}.</translation>
    </message>
    <message>
        <source>No product is found in pictures {0}. Untick them.</source>
        <translation>No se encuentra producto en las imágenes {0}. Desmárquelas.</translation>
    </message>
    <message>
        <source>Pictures {0} are not stored any more. Untick them.</source>
        <translation>Las imágenes {0} ya no están guardadas. Desmárquelas.</translation>
    </message>
    <message>
        <source>{1} is not in the catalogue. Is the name right?</source>
        <translation>{1} no está en el catálogo. ¿Es correcto el nombre?</translation>
    </message>
    <message>
        <source>The station has no such camera. It has: {1}.</source>
        <translation>La estación no tiene esa cámara. Tiene: {1}.</translation>
    </message>
    <message>
        <source>{1} teaches {0} in another window.</source>
        <translation>{1} enseña {0} en otra ventana.</translation>
    </message>
    <message>
        <source>This window does not teach any more.</source>
        <translation>Esta ventana ya no enseña.</translation>
    </message>
    <message>
        <source>That draft is not there any more. Learn again.</source>
        <translation>Ese borrador ya no existe. Aprenda otra vez.</translation>
    </message>
    <message>
        <source>The station&apos;s disk does not take it: {1}. What was in use stays in use.</source>
        <translation>El disco de la estación no lo admite: {1}. Lo que estaba en uso sigue en uso.</translation>
    </message>
    <message>
        <source>The station could not do it: {1}</source>
        <translation>La estación no pudo hacerlo: {1}</translation>
    </message>
    <message>
        <source>NOT SENT: there is no connection. Press again when it is back.</source>
        <translation>NO ENVIADO: no hay conexión. Pulse otra vez cuando vuelva.</translation>
    </message>
    <message>
        <source>The station did not answer. Press again.</source>
        <translation>La estación no respondió. Pulse otra vez.</translation>
    </message>
    <message>
        <source>NOT DONE: {0}</source>
        <translation>NO HECHO: {0}</translation>
    </message>
    <message>
        <source>{0} has taken over: this window does not teach any more.</source>
        <translation>{0} se ha hecho cargo: esta ventana ya no enseña.</translation>
    </message>
    <message>
        <source>IN USE: every item is judged by it from now on.</source>
        <translation>EN USO: desde ahora cada artículo se juzga con ella.</translation>
    </message>
    <message>
        <source>BACK: every item is judged by the former lesson again.</source>
        <translation>DE VUELTA: cada artículo se juzga otra vez con la lección anterior.</translation>
    </message>
    <message>
        <source>The station is still at work. Wait until it has ended.</source>
        <translation>La estación aún trabaja. Espere a que termine.</translation>
    </message>
    <message>
        <source>The station is asked …</source>
        <translation>Se pregunta a la estación …</translation>
    </message>
    <message>
        <source>LEFT OUT, they look different: pictures {0}. Look at them.</source>
        <translation>DEJADAS FUERA, se ven distintas: imágenes {0}. Mírelas.</translation>
    </message>
    <message>
        <source>Learnt although they look different: pictures {0}.</source>
        <translation>Aprendidas aunque se ven distintas: imágenes {0}.</translation>
    </message>
    <message>
        <source>How many good items it would isolate can not be said.</source>
        <translation>No se puede decir cuántos artículos buenos aislaría.</translation>
    </message>
    <message>
        <source>Each picture was judged beside the others: {0} of {1} good ones would have been isolated. On the belt that may be {2} to {3} of 100 good items.</source>
        <translation>Cada imagen se juzgó junto a las demás: {0} de {1} buenas se habrían aislado. En la cinta pueden ser de {2} a {3} de cada 100 artículos buenos.</translation>
    </message>
    <message>
        <source>That is many: look at the pictures, and take more of them.</source>
        <translation>Son muchas: mire las imágenes y tome más.</translation>
    </message>
    <message>
        <source>No item of this product is stored. Collect some as they come.</source>
        <translation>No hay artículos guardados de este producto. Reúna algunos según llegan.</translation>
    </message>
    <message>
        <source>Newly isolated: {0}. No longer isolated: {1}.</source>
        <translation>Aislados de nuevo: {0}. Ya no aislados: {1}.</translation>
    </message>
    <message>
        <source>Of items that pass, only those that were collected and a sample are stored.</source>
        <translation>De los artículos que pasan solo se guardan los reunidos y una muestra.</translation>
    </message>
    <message>
        <source>{0} could not be read.</source>
        <translation>{0} no se pudieron leer.</translation>
    </message>
    <message>
        <source>nothing: the product is not taught</source>
        <translation>nada: el producto no está enseñado</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>Hacerse cargo</translation>
    </message>
    <message>
        <source>Stop collecting</source>
        <translation>Dejar de reunir</translation>
    </message>
    <message>
        <source>Collect as they come</source>
        <translation>Reunir según llegan</translation>
    </message>
    <message>
        <source>Tick none</source>
        <translation>Desmarcar todas</translation>
    </message>
    <message>
        <source>Tick the good ones</source>
        <translation>Marcar las buenas</translation>
    </message>
    <message>
        <source>Tick {0} or more</source>
        <translation>Marque {0} o más</translation>
    </message>
    <message>
        <source>Learn {0}</source>
        <translation>Aprender {0}</translation>
    </message>
    <message>
        <source>Stop learning</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Probarlo</translation>
    </message>
    <message>
        <source>Learn all the same</source>
        <translation>Aprender igualmente</translation>
    </message>
    <message>
        <source>Stop trying</source>
        <translation>Parar</translation>
    </message>
    <message>
        <source>Try on the last items</source>
        <translation>Probar con los últimos</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Probar otra vez</translation>
    </message>
    <message>
        <source>Back to the former</source>
        <translation>Volver a la anterior</translation>
    </message>
    <message>
        <source>Put into use</source>
        <translation>Poner en uso</translation>
    </message>
    <message>
        <source>Items that the draft would send elsewhere: {0}</source>
        <translation>Artículos que el borrador enviaría a otra parte: {0}</translation>
    </message>
    <message>
        <source>Look at these; untick them in step 2.</source>
        <translation>Mire estas; desmárquelas en el paso 2.</translation>
    </message>
    <message>
        <source>{0} of {1} ticked</source>
        <translation>{0} de {1} marcadas</translation>
    </message>
    <message>
        <source>collecting: {0} kept</source>
        <translation>reuniendo: {0} guardados</translation>
    </message>
    <message>
        <source>No item would go another way than now.</source>
        <translation>Ningún artículo iría por otro camino que ahora.</translation>
    </message>
    <message>
        <source>The station looks for stored items …</source>
        <translation>La estación busca artículos guardados …</translation>
    </message>
    <message>
        <source>Tick good items only, as they come: turned, shifted, several of them. Press a picture to tick it or not.</source>
        <translation>Marque solo artículos buenos, tal como vienen: girados, desplazados, varios. Pulse una imagen para marcarla o no.</translation>
    </message>
    <message>
        <source>The line goes on; it takes some seconds.</source>
        <translation>La línea sigue; tarda unos segundos.</translation>
    </message>
    <message>
        <source>NOT LEARNT:</source>
        <translation>NO APRENDIDO:</translation>
    </message>
    <message>
        <source>The last stored items are judged twice: as now, and with the draft. Nothing on the line changes.</source>
        <translation>Los últimos artículos guardados se juzgan dos veces: como ahora y con el borrador. En la línea no cambia nada.</translation>
    </message>
    <message>
        <source>In use now: {0}.</source>
        <translation>En uso ahora: {0}.</translation>
    </message>
    <message>
        <source>There is no former lesson to go back to.</source>
        <translation>No hay lección anterior a la que volver.</translation>
    </message>
    <message>
        <source>The former lesson: {0}.</source>
        <translation>La lección anterior: {0}.</translation>
    </message>
</context>
<context>
    <name>TeachPage</name>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>OLD: the station is not heard; what you ticked is kept</source>
        <translation>ANTIGUO: no se oye la estación; lo que marcó se conserva</translation>
    </message>
    <message>
        <source>The pictures of the draft, by number; framed: they look different</source>
        <translation>Las imágenes del borrador, por número; con marco: se ven distintas</translation>
    </message>
</context>
<context>
    <name>TeachProduct</name>
    <message>
        <source>Which product?</source>
        <translation>¿Qué producto?</translation>
    </message>
    <message>
        <source>Which camera?</source>
        <translation>¿Qué cámara?</translation>
    </message>
    <message>
        <source>A lesson is for one camera. The line goes on meanwhile; nothing changes before you put the lesson into use.</source>
        <translation>Una lección es para una cámara. La línea sigue mientras tanto; nada cambia hasta que ponga la lección en uso.</translation>
    </message>
    <message>
        <source>Another: type or scan it</source>
        <translation>Otro: escríbalo o escanéelo</translation>
    </message>
</context>
<context>
    <name>ThresholdPlot</name>
    <message>
        <source>Stopped an hour, by threshold</source>
        <translation>Retenidos por hora, según umbral</translation>
    </message>
    <message>
        <source>Stopped of these items, by threshold</source>
        <translation>Retenidos de estos, según umbral</translation>
    </message>
    <message>
        <source>% really damaged, as people said</source>
        <translation>% dañados, según las personas</translation>
    </message>
    <message>
        <source>% damaged at most</source>
        <translation>% dañados, como mucho</translation>
    </message>
</context>
<context>
    <name>ToolColumn</name>
    <message>
        <source>Camera</source>
        <translation>Cámara</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Comparar</translation>
    </message>
    <message>
        <source>Mark</source>
        <translation>Marcar</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Seguir</translation>
    </message>
    <message>
        <source>Hold</source>
        <translation>Pausa</translation>
    </message>
</context>
<context>
    <name>Tour</name>
    <message>
        <source>Welcome</source>
        <translation>Bienvenida</translation>
    </message>
    <message>
        <source>How the line stands</source>
        <translation>Cómo está la línea</translation>
    </message>
    <message>
        <source>How old that is</source>
        <translation>De cuándo es</translation>
    </message>
    <message>
        <source>The most urgent alarm</source>
        <translation>La alarma más urgente</translation>
    </message>
    <message>
        <source>The pages</source>
        <translation>Las páginas</translation>
    </message>
    <message>
        <source>The newest item</source>
        <translation>El artículo más reciente</translation>
    </message>
    <message>
        <source>What was decided</source>
        <translation>Qué se decidió</translation>
    </message>
    <message>
        <source>The last 12 items</source>
        <translation>Los 12 últimos artículos</translation>
    </message>
    <message>
        <source>Isolated items</source>
        <translation>Artículos apartados</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarmas</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Retenciones</translation>
    </message>
    <message>
        <source>The shift</source>
        <translation>El turno</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnóstico</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Enseñar</translation>
    </message>
    <message>
        <source>The station</source>
        <translation>La estación</translation>
    </message>
    <message>
        <source>That is all</source>
        <translation>Eso es todo</translation>
    </message>
    <message>
        <source>A minute through this window. Nothing that you press in it stops the belt, and looking breaks nothing.</source>
        <translation>Un minuto por esta ventana. Nada de lo que pulse aquí para la cinta, y mirar no rompe nada.</translation>
    </message>
    <message>
        <source>One word. Grey, a triangle: it runs. White, a square: it stands, or not as it should. Red: not known.</source>
        <translation>Una palabra. Gris, triángulo: en marcha. Blanco, cuadrado: parada, o no como debe. Rojo: no se sabe.</translation>
    </message>
    <message>
        <source>The age of the last message. Where OLD is written, do not believe it: it shows how things were.</source>
        <translation>La edad del último mensaje. Donde pone ANTIGUO, no lo crea: muestra cómo estaba antes.</translation>
    </message>
    <message>
        <source>What is wrong, what it does to the items, and what you do. Always in sight.</source>
        <translation>Qué pasa, qué hace a los artículos y qué hace usted. Siempre a la vista.</translation>
    </message>
    <message>
        <source>Press a button, or F1, F2 and so on. The number on it is what waits there.</source>
        <translation>Pulse un botón, o F1, F2, etc. El número es lo que espera allí.</translation>
    </message>
    <message>
        <source>Boxes show what may be damage. O changes to the heat map or the plain picture, C to the next camera.</source>
        <translation>Las cajas muestran posibles daños. O cambia al mapa de calor o a la imagen sola, C a la otra cámara.</translation>
    </message>
    <message>
        <source>The decision, the lane, and why. DIVERT is no alarm: it is the station&apos;s work.</source>
        <translation>La decisión, el carril y el porqué. DESVIAR no es una alarma: es el trabajo de la estación.</translation>
    </message>
    <message>
        <source>Space holds the strip, Left and Right step through it, or press a picture. The line goes on meanwhile.</source>
        <translation>Espacio para la tira, izquierda y derecha la recorren, o pulse una imagen. La línea sigue.</translation>
    </message>
    <message>
        <source>What was isolated waits for your answer: 1 damaged, 2 not damaged, 3 cannot tell. U takes it back, 10 s.</source>
        <translation>Lo apartado espera su respuesta: 1 dañado, 2 no dañado, 3 no se sabe. U la retira, 10 s.</translation>
    </message>
    <message>
        <source>All alarms. A says that you have seen it, S puts it aside for a while.</source>
        <translation>Todas las alarmas. A dice que la ha visto, S la aparta un rato.</translation>
    </message>
    <message>
        <source>Many damaged items of one vendor, lot or product are held together: here is why, and for how long.</source>
        <translation>Muchos dañados de un proveedor, lote o producto se retienen juntos: aquí está por qué y desde cuándo.</translation>
    </message>
    <message>
        <source>What the line did in this shift, and why items did not pass. E and P save it.</source>
        <translation>Qué hizo la línea en este turno y por qué no pasaron artículos. E y P lo guardan.</translation>
    </message>
    <message>
        <source>The station&apos;s figures, cameras and versions, to be read out to an engineer.</source>
        <translation>Cifras, cámaras y versiones de la estación, para leerlas a un ingeniero.</translation>
    </message>
    <message>
        <source>For engineers: what other thresholds would do, models, cameras. Everybody may look: F7, or Station, Setup.</source>
        <translation>Para ingenieros: qué harían otros umbrales, modelos, cámaras. Todos pueden mirar: F7, o Estación, Ajustes.</translation>
    </message>
    <message>
        <source>How a product should look is taught here, in five steps. The line goes on; nothing counts before the last.</source>
        <translation>Aquí se enseña cómo debe verse un producto, en cinco pasos. La línea sigue; nada cuenta antes del último.</translation>
    </message>
    <message>
        <source>F10: hold the station, change its mode, people&apos;s accounts. Signing in is F12, where it is asked for.</source>
        <translation>F10: parar la estación, cambiar su modo, cuentas. Identificarse es F12, donde se pide.</translation>
    </message>
    <message>
        <source>Press ? at any time to see this again, or Station, then Guided tour.</source>
        <translation>Pulse ? cuando quiera verlo otra vez, o Estación y Visita guiada.</translation>
    </message>
</context>
<context>
    <name>TourOverlay</name>
    <message>
        <source>{0} of {1}</source>
        <translation>{0} de {1}</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Terminar</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Atrás</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Listo</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Siguiente</translation>
    </message>
</context>
<context>
    <name>TrendsPanel</name>
    <message>
        <source>Decision: {0}</source>
        <translation>Decisión: {0}</translation>
    </message>
    <message>
        <source>Diverted: {0}</source>
        <translation>Desviados: {0}</translation>
    </message>
</context>
<context>
    <name>VerdictBand</name>
    <message>
        <source>No item yet</source>
        <translation>Aún sin artículos</translation>
    </message>
    <message>
        <source>Lane {0}</source>
        <translation>Carril {0}</translation>
    </message>
    <message>
        <source>Not judged</source>
        <translation>Sin juzgar</translation>
    </message>
    <message>
        <source>Probability of damage: {0} %</source>
        <translation>Probabilidad de daño: {0} %</translation>
    </message>
    <message>
        <source>OLD: last known</source>
        <translation>ANTIGUO: lo último</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>En pausa</translation>
    </message>
    <message>
        <source>Item {0}</source>
        <translation>Artículo {0}</translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message>
        <source>PASS</source>
        <translation>APTO</translation>
    </message>
    <message>
        <source>DIVERT</source>
        <translation>DESVIAR</translation>
    </message>
    <message>
        <source>REVIEW</source>
        <translation>REVISAR</translation>
    </message>
    <message>
        <source>NO DECISION</source>
        <translation>SIN DECISIÓN</translation>
    </message>
    <message>
        <source>NO CONNECTION</source>
        <translation>SIN CONEXIÓN</translation>
    </message>
    <message>
        <source>STATION GONE</source>
        <translation>SIN ESTACIÓN</translation>
    </message>
    <message>
        <source>NO NEWS</source>
        <translation>SIN NOTICIAS</translation>
    </message>
    <message>
        <source>NOT RUNNING</source>
        <translation>DETENIDA</translation>
    </message>
    <message>
        <source>NOT JUDGED</source>
        <translation>SIN JUZGAR</translation>
    </message>
    <message>
        <source>NOT SENT</source>
        <translation>SIN ENVIAR</translation>
    </message>
    <message>
        <source>RUNNING</source>
        <translation>EN MARCHA</translation>
    </message>
    <message>
        <source>Clearing</source>
        <translation>Despejando</translation>
    </message>
    <message>
        <source>Stopped</source>
        <translation>Parada</translation>
    </message>
    <message>
        <source>Starting</source>
        <translation>Arrancando</translation>
    </message>
    <message>
        <source>Idle</source>
        <translation>En espera</translation>
    </message>
    <message>
        <source>Suspended</source>
        <translation>Suspendida</translation>
    </message>
    <message>
        <source>Execute</source>
        <translation>En ejecución</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Parando</translation>
    </message>
    <message>
        <source>Aborting</source>
        <translation>Abortando</translation>
    </message>
    <message>
        <source>Aborted</source>
        <translation>Abortada</translation>
    </message>
    <message>
        <source>Holding</source>
        <translation>Reteniendo</translation>
    </message>
    <message>
        <source>Held</source>
        <translation>Retenida</translation>
    </message>
    <message>
        <source>Unholding</source>
        <translation>Reanudando</translation>
    </message>
    <message>
        <source>Suspending</source>
        <translation>Suspendiendo</translation>
    </message>
    <message>
        <source>Unsuspending</source>
        <translation>Reactivando</translation>
    </message>
    <message>
        <source>Resetting</source>
        <translation>Reiniciando</translation>
    </message>
    <message>
        <source>Completing</source>
        <translation>Completando</translation>
    </message>
    <message>
        <source>Complete</source>
        <translation>Completa</translation>
    </message>
    <message>
        <source>Production</source>
        <translation>Producción</translation>
    </message>
    <message>
        <source>Maintenance</source>
        <translation>Mantenimiento</translation>
    </message>
    <message>
        <source>Manual</source>
        <translation>Manual</translation>
    </message>
    <message>
        <source>PLC: not heard</source>
        <translation>PLC: no se oye</translation>
    </message>
    <message>
        <source>PLC: alive</source>
        <translation>PLC: activo</translation>
    </message>
    <message>
        <source>PLC: SILENT</source>
        <translation>PLC: EN SILENCIO</translation>
    </message>
    <message>
        <source>Live</source>
        <translation>En vivo</translation>
    </message>
    <message>
        <source>Isolated</source>
        <translation>Apartados</translation>
    </message>
    <message>
        <source>Alarms</source>
        <translation>Alarmas</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Retenidos</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Turno</translation>
    </message>
    <message>
        <source>Setup</source>
        <translation>Ajustes</translation>
    </message>
    <message>
        <source>Teach</source>
        <translation>Enseñar</translation>
    </message>
    <message>
        <source>Diagnostics</source>
        <translation>Diagnóstico</translation>
    </message>
    <message>
        <source>Boxes</source>
        <translation>Cajas</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Mapa calor</translation>
    </message>
    <message>
        <source>Plain</source>
        <translation>Sin marcas</translation>
    </message>
    <message>
        <source>Picture of this item</source>
        <translation>Imagen de este artículo</translation>
    </message>
    <message>
        <source>Live picture, this item&apos;s own is not stored</source>
        <translation>Imagen en vivo; la de este artículo no está guardada</translation>
    </message>
    <message>
        <source>Live picture, this item&apos;s own is not stored yet</source>
        <translation>Imagen en vivo; la de este artículo aún no está guardada</translation>
    </message>
    <message>
        <source>No item yet</source>
        <translation>Aún sin artículos</translation>
    </message>
    <message>
        <source>No picture of this item</source>
        <translation>Sin imagen de este artículo</translation>
    </message>
    <message>
        <source>Loading the picture</source>
        <translation>Cargando la imagen</translation>
    </message>
    <message>
        <source>Heat map of this item</source>
        <translation>Mapa de calor</translation>
    </message>
    <message>
        <source>How it should look</source>
        <translation>Cómo debe verse</translation>
    </message>
    <message>
        <source>No picture of how it should look</source>
        <translation>Sin imagen de cómo debe verse</translation>
    </message>
    <message>
        <source>No heat map of this item</source>
        <translation>Sin mapa de calor de este artículo</translation>
    </message>
    <message>
        <source>item</source>
        <translation>artículo</translation>
    </message>
    <message>
        <source>hole</source>
        <translation>agujero</translation>
    </message>
    <message>
        <source>dent</source>
        <translation>abolladura</translation>
    </message>
    <message>
        <source>opened</source>
        <translation>abierto</translation>
    </message>
    <message>
        <source>taken apart</source>
        <translation>desarmado</translation>
    </message>
    <message>
        <source>spill</source>
        <translation>derrame</translation>
    </message>
    <message>
        <source>surface mark</source>
        <translation>marca superficial</translation>
    </message>
    <message>
        <source>unit missing</source>
        <translation>falta unidad</translation>
    </message>
    <message>
        <source>label defect</source>
        <translation>etiqueta dañada</translation>
    </message>
    <message>
        <source>Normal</source>
        <translation>Normal</translation>
    </message>
    <message>
        <source>Active, not acknowledged</source>
        <translation>Activa, sin confirmar</translation>
    </message>
    <message>
        <source>Active, acknowledged</source>
        <translation>Activa, confirmada</translation>
    </message>
    <message>
        <source>Over, not acknowledged</source>
        <translation>Pasada, sin confirmar</translation>
    </message>
    <message>
        <source>Shelved</source>
        <translation>Apartada</translation>
    </message>
    <message>
        <source>Suppressed by design</source>
        <translation>Suprimida por diseño</translation>
    </message>
    <message>
        <source>Out of service</source>
        <translation>Fuera de servicio</translation>
    </message>
    <message>
        <source>Raised</source>
        <translation>Activada</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Pasada</translation>
    </message>
    <message>
        <source>Acknowledged</source>
        <translation>Confirmada</translation>
    </message>
    <message>
        <source>Taken back</source>
        <translation>Repuesta</translation>
    </message>
    <message>
        <source>Shelf ended</source>
        <translation>Fin de apartado</translation>
    </message>
    <message>
        <source>Being repaired</source>
        <translation>En reparación</translation>
    </message>
    <message>
        <source>False alarm</source>
        <translation>Falsa alarma</translation>
    </message>
    <message>
        <source>Comes and goes</source>
        <translation>Va y viene</translation>
    </message>
    <message>
        <source>NOT SENT: there is no connection. Press again when it is back.</source>
        <translation>NO ENVIADO: no hay conexión. Pulse otra vez cuando vuelva.</translation>
    </message>
    <message>
        <source>The station did not answer. Look at the state, then press again.</source>
        <translation>La estación no contestó. Mire el estado y pulse otra vez.</translation>
    </message>
    <message>
        <source>Items since the start</source>
        <translation>Artículos desde el inicio</translation>
    </message>
    <message>
        <source>Passed</source>
        <translation>Aptos</translation>
    </message>
    <message>
        <source>This shift</source>
        <translation>Este turno</translation>
    </message>
    <message>
        <source>Today</source>
        <translation>Hoy</translation>
    </message>
    <message>
        <source>Last 8 h</source>
        <translation>Últimas 8 h</translation>
    </message>
    <message>
        <source>Last 24 h</source>
        <translation>Últimas 24 h</translation>
    </message>
    <message>
        <source>Inspected</source>
        <translation>Inspeccionados</translation>
    </message>
    <message>
        <source>Diverted</source>
        <translation>Desviados</translation>
    </message>
    <message>
        <source>To review</source>
        <translation>Para revisar</translation>
    </message>
    <message>
        <source>Not decided</source>
        <translation>Sin decidir</translation>
    </message>
    <message>
        <source>Release</source>
        <translation>Liberar</translation>
    </message>
    <message>
        <source>Second chance</source>
        <translation>2.ª oportunidad</translation>
    </message>
    <message>
        <source>Donate</source>
        <translation>Donar</translation>
    </message>
    <message>
        <source>To the vendor</source>
        <translation>Al proveedor</translation>
    </message>
    <message>
        <source>Dispose of</source>
        <translation>Desechar</translation>
    </message>
    <message>
        <source>Relabel</source>
        <translation>Reetiquetar</translation>
    </message>
    <message>
        <source>like new</source>
        <translation>como nuevo</translation>
    </message>
    <message>
        <source>small marks</source>
        <translation>marcas leves</translation>
    </message>
    <message>
        <source>clear marks</source>
        <translation>marcas visibles</translation>
    </message>
    <message>
        <source>for parts</source>
        <translation>para piezas</translation>
    </message>
    <message>
        <source>Waits {0}</source>
        <translation>Espera {0}</translation>
    </message>
    <message>
        <source>moved up by {0}: damage would cost {1}</source>
        <translation>adelantado {0}: un daño costaría {1}</translation>
    </message>
    <message>
        <source>{0} s</source>
        <translation>{0} s</translation>
    </message>
    <message>
        <source>{0} min</source>
        <translation>{0} min</translation>
    </message>
    <message>
        <source>{0} h</source>
        <translation>{0} h</translation>
    </message>
    <message>
        <source>{0} h {1} min</source>
        <translation>{0} h {1} min</translation>
    </message>
    <message>
        <source>{0} d</source>
        <translation>{0} d</translation>
    </message>
    <message>
        <source>{0} d {1} h</source>
        <translation>{0} d {1} h</translation>
    </message>
    <message>
        <source>Confirmed: damaged</source>
        <translation>Confirmados: dañados</translation>
    </message>
    <message>
        <source>Overruled: not damaged</source>
        <translation>Descartados: sin daño</translation>
    </message>
    <message>
        <source>Overruled, of these two</source>
        <translation>Descartados, de ambos</translation>
    </message>
    <message>
        <source>Cannot tell</source>
        <translation>No se sabe</translation>
    </message>
    <message>
        <source>Not answered yet</source>
        <translation>Sin respuesta aún</translation>
    </message>
    <message>
        <source>Simulated, not counted</source>
        <translation>Simulados, no contados</translation>
    </message>
    <message>
        <source>Two people, same answer</source>
        <translation>Dos personas, misma respuesta</translation>
    </message>
    <message>
        <source>NOT ASKED: the station is not heard.</source>
        <translation>NO SE PREGUNTÓ: no se oye la estación.</translation>
    </message>
    <message>
        <source>The station did not answer; it is asked again.</source>
        <translation>La estación no contestó; se le pregunta otra vez.</translation>
    </message>
    <message>
        <source>The station does not tell: {0}</source>
        <translation>La estación no lo dice: {0}</translation>
    </message>
    <message>
        <source>Being written: {0}</source>
        <translation>Escribiendo: {0}</translation>
    </message>
    <message>
        <source>WRITTEN: {0}</source>
        <translation>GUARDADO: {0}</translation>
    </message>
    <message>
        <source>NOT WRITTEN: another file is being written. Press again. {0}</source>
        <translation>NO GUARDADO: se está escribiendo otro archivo. Pulse otra vez. {0}</translation>
    </message>
    <message>
        <source>NOT WRITTEN: this window may not write there. {0}</source>
        <translation>NO GUARDADO: esta ventana no puede escribir ahí. {0}</translation>
    </message>
    <message>
        <source>NOT WRITTEN: the disk is full. {0}</source>
        <translation>NO GUARDADO: el disco está lleno. {0}</translation>
    </message>
    <message>
        <source>NOT WRITTEN: the folder can not be made. {0}</source>
        <translation>NO GUARDADO: no se puede crear la carpeta. {0}</translation>
    </message>
    <message>
        <source>NOT WRITTEN: {1}. {0}</source>
        <translation>NO GUARDADO: {1}. {0}</translation>
    </message>
    <message>
        <source>Open now</source>
        <translation>Abiertos ahora</translation>
    </message>
    <message>
        <source>Too late</source>
        <translation>Tarde</translation>
    </message>
    <message>
        <source>Default lane</source>
        <translation>Carril por defecto</translation>
    </message>
    <message>
        <source>Unreadable messages</source>
        <translation>Mensajes ilegibles</translation>
    </message>
    <message>
        <source>Records given up</source>
        <translation>Registros perdidos</translation>
    </message>
    <message>
        <source>Decision, median</source>
        <translation>Decisión, mediana</translation>
    </message>
    <message>
        <source>Decision, 99 of 100</source>
        <translation>Decisión, 99 de 100</translation>
    </message>
    <message>
        <source>Answer of the PLC, median</source>
        <translation>Respuesta del PLC, mediana</translation>
    </message>
    <message>
        <source>Answer of the PLC, 99 of 100</source>
        <translation>Respuesta del PLC, 99 de 100</translation>
    </message>
    <message>
        <source>Waiting to be judged</source>
        <translation>En espera de juicio</translation>
    </message>
    <message>
        <source>Waiting for the PLC</source>
        <translation>En espera del PLC</translation>
    </message>
    <message>
        <source>Records to be sent</source>
        <translation>Registros por enviar</translation>
    </message>
    <message>
        <source>Last sign of the PLC</source>
        <translation>Última señal del PLC</translation>
    </message>
    <message>
        <source>Free disk</source>
        <translation>Disco libre</translation>
    </message>
    <message>
        <source>damaged</source>
        <translation>dañado</translation>
    </message>
    <message>
        <source>not damaged</source>
        <translation>sin daño</translation>
    </message>
    <message>
        <source>cannot tell</source>
        <translation>no se sabe</translation>
    </message>
    <message>
        <source>taken back</source>
        <translation>retirado</translation>
    </message>
    <message>
        <source>Nothing there</source>
        <translation>No hay nada</translation>
    </message>
    <message>
        <source>Light or shine</source>
        <translation>Luz o brillo</translation>
    </message>
    <message>
        <source>Print or label</source>
        <translation>Impresión</translation>
    </message>
    <message>
        <source>Fold or seam</source>
        <translation>Pliegue o unión</translation>
    </message>
    <message>
        <source>Dirt on belt</source>
        <translation>Cinta sucia</translation>
    </message>
    <message>
        <source>Bad picture</source>
        <translation>Imagen mala</translation>
    </message>
    <message>
        <source>Small, allowed</source>
        <translation>Leve, admitido</translation>
    </message>
    <message>
        <source>Other</source>
        <translation>Otro</translation>
    </message>
    <message>
        <source>A camera missed the item</source>
        <translation>Falta la toma de una cámara</translation>
    </message>
    <message>
        <source>A camera is lost</source>
        <translation>Cámara perdida</translation>
    </message>
    <message>
        <source>The picture is blank</source>
        <translation>Imagen vacía</translation>
    </message>
    <message>
        <source>The picture is frozen</source>
        <translation>Imagen congelada</translation>
    </message>
    <message>
        <source>The picture is blurred</source>
        <translation>Imagen borrosa</translation>
    </message>
    <message>
        <source>The picture is too bright</source>
        <translation>Imagen demasiado clara</translation>
    </message>
    <message>
        <source>The picture is too dark</source>
        <translation>Imagen demasiado oscura</translation>
    </message>
    <message>
        <source>Picture of the wrong size</source>
        <translation>Tamaño de imagen erróneo</translation>
    </message>
    <message>
        <source>Picture and item differ</source>
        <translation>Imagen y artículo difieren</translation>
    </message>
    <message>
        <source>Unlike its references</source>
        <translation>Distinto de sus muestras</translation>
    </message>
    <message>
        <source>Perhaps unlike references</source>
        <translation>Quizá distinto</translation>
    </message>
    <message>
        <source>The picture is corrupt</source>
        <translation>Imagen dañada</translation>
    </message>
    <message>
        <source>Pictures to be stored</source>
        <translation>Imágenes por guardar</translation>
    </message>
    <message>
        <source>Pictures not stored</source>
        <translation>Imágenes no guardadas</translation>
    </message>
    <message>
        <source>Questions refused</source>
        <translation>Preguntas rechazadas</translation>
    </message>
    <message>
        <source>Stored pictures</source>
        <translation>Imágenes guardadas</translation>
    </message>
    <message>
        <source>No item in the picture</source>
        <translation>Imagen sin artículo</translation>
    </message>
    <message>
        <source>The model failed</source>
        <translation>Falló el modelo</translation>
    </message>
    <message>
        <source>Too many items at once</source>
        <translation>Demasiados artículos</translation>
    </message>
    <message>
        <source>Not judged in time</source>
        <translation>No evaluado a tiempo</translation>
    </message>
    <message>
        <source>The station restarted</source>
        <translation>La estación se reinició</translation>
    </message>
    <message>
        <source>The station is stopping</source>
        <translation>La estación se para</translation>
    </message>
    <message>
        <source>The station is not ready</source>
        <translation>La estación no está lista</translation>
    </message>
    <message>
        <source>A check could not be made</source>
        <translation>Control no realizado</translation>
    </message>
    <message>
        <source>Damage</source>
        <translation>Daño</translation>
    </message>
    <message>
        <source>Hole or tear</source>
        <translation>Agujero o rotura</translation>
    </message>
    <message>
        <source>Dented or crushed</source>
        <translation>Abollado o aplastado</translation>
    </message>
    <message>
        <source>Opened</source>
        <translation>Abierto</translation>
    </message>
    <message>
        <source>Taken apart</source>
        <translation>Desarmado</translation>
    </message>
    <message>
        <source>Spilled or leaking</source>
        <translation>Derrame o fuga</translation>
    </message>
    <message>
        <source>Scratched or soiled</source>
        <translation>Rayado o sucio</translation>
    </message>
    <message>
        <source>A unit is missing</source>
        <translation>Falta una unidad</translation>
    </message>
    <message>
        <source>Label missing or damaged</source>
        <translation>Etiqueta ausente o dañada</translation>
    </message>
    <message>
        <source>Perhaps damaged</source>
        <translation>Quizá dañado</translation>
    </message>
    <message>
        <source>Product not taught</source>
        <translation>Producto no aprendido</translation>
    </message>
    <message>
        <source>A check failed</source>
        <translation>Un control falló</translation>
    </message>
    <message>
        <source>A check is unsure</source>
        <translation>Un control es dudoso</translation>
    </message>
    <message>
        <source>Not the item that was booked</source>
        <translation>No es el artículo previsto</translation>
    </message>
    <message>
        <source>Another product&apos;s label</source>
        <translation>Etiqueta de otro producto</translation>
    </message>
    <message>
        <source>Expired</source>
        <translation>Caducado</translation>
    </message>
    <message>
        <source>Wrong colour</source>
        <translation>Color incorrecto</translation>
    </message>
    <message>
        <source>Wrong size</source>
        <translation>Tamaño incorrecto</translation>
    </message>
    <message>
        <source>Incomplete</source>
        <translation>Incompleto</translation>
    </message>
    <message>
        <source>Similar items are held</source>
        <translation>Artículos similares retenidos</translation>
    </message>
    <message>
        <source>Bypassed by hand</source>
        <translation>Omitido a mano</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Sin hallazgos</translation>
    </message>
    <message>
        <source>Product</source>
        <translation>Producto</translation>
    </message>
    <message>
        <source>Lot</source>
        <translation>Lote</translation>
    </message>
    <message>
        <source>Vendor</source>
        <translation>Proveedor</translation>
    </message>
    <message>
        <source>Upstream station</source>
        <translation>Estación anterior</translation>
    </message>
    <message>
        <source>Hour (UTC)</source>
        <translation>Hora (UTC)</translation>
    </message>
    <message>
        <source>Nothing happens to its items; the hold is only shown.</source>
        <translation>Nada les pasa a sus artículos; la retención solo se muestra.</translation>
    </message>
    <message>
        <source>Items that would have passed go to a person: REVIEW.</source>
        <translation>Los artículos que habrían pasado van a una persona: REVISAR.</translation>
    </message>
    <message>
        <source>Items that would have passed are isolated: DIVERT.</source>
        <translation>Los artículos que habrían pasado se apartan: DESVIAR.</translation>
    </message>
    <message>
        <source>Looked at: the items are good</source>
        <translation>Revisados: los artículos están bien</translation>
    </message>
    <message>
        <source>The cause is mended</source>
        <translation>La causa está corregida</translation>
    </message>
    <message>
        <source>The bad items were taken out</source>
        <translation>Se retiraron los artículos malos</translation>
    </message>
    <message>
        <source>Held by mistake</source>
        <translation>Retenidos por error</translation>
    </message>
    <message>
        <source>Several of them are damaged</source>
        <translation>Varios están dañados</translation>
    </message>
    <message>
        <source>Their labels are wrong or missing</source>
        <translation>Etiquetas erróneas o ausentes</translation>
    </message>
    <message>
        <source>Recall or complaint</source>
        <translation>Retirada o reclamación</translation>
    </message>
    <message>
        <source>To be looked at first</source>
        <translation>Hay que revisarlos antes</translation>
    </message>
    <message>
        <source>Release sent; the station has not answered yet: {0}</source>
        <translation>Liberación enviada; la estación aún no ha contestado: {0}</translation>
    </message>
    <message>
        <source>RELEASED: {0}</source>
        <translation>LIBERADO: {0}</translation>
    </message>
    <message>
        <source>It was released already: {0}</source>
        <translation>Ya estaba liberado: {0}</translation>
    </message>
    <message>
        <source>NOT RELEASED: {0}. The station says: {1}</source>
        <translation>NO LIBERADO: {0}. La estación dice: {1}</translation>
    </message>
    <message>
        <source>Somebody else released it meanwhile: {0}</source>
        <translation>Otra persona lo liberó mientras tanto: {0}</translation>
    </message>
    <message>
        <source>Hold sent; the station has not answered yet: {0}</source>
        <translation>Retención enviada; la estación aún no ha contestado: {0}</translation>
    </message>
    <message>
        <source>HELD: {0}</source>
        <translation>RETENIDO: {0}</translation>
    </message>
    <message>
        <source>It is held by hand already: {0}</source>
        <translation>Ya está retenido a mano: {0}</translation>
    </message>
    <message>
        <source>NOT HELD: {0}. The station says: {1}</source>
        <translation>NO RETENIDO: {0}. La estación dice: {1}</translation>
    </message>
    <message>
        <source>NOT SENT: the station is not heard. Press again when it is back. {0}</source>
        <translation>NO ENVIADO: no se oye la estación. Pulse otra vez cuando vuelva. {0}</translation>
    </message>
    <message>
        <source>The station did not answer. See whether it is in the list, then press again. {0}</source>
        <translation>La estación no contestó. Vea si está en la lista y pulse otra vez. {0}</translation>
    </message>
    <message>
        <source>Viewer</source>
        <translation>Observador</translation>
    </message>
    <message>
        <source>Operator</source>
        <translation>Operador</translation>
    </message>
    <message>
        <source>Lead</source>
        <translation>Responsable</translation>
    </message>
    <message>
        <source>Engineer</source>
        <translation>Ingeniero</translation>
    </message>
    <message>
        <source>Administrator</source>
        <translation>Administrador</translation>
    </message>
    <message>
        <source>Plainly to be seen in the pictures</source>
        <translation>Se ve claramente en las imágenes</translation>
    </message>
    <message>
        <source>To be seen when looked at closely</source>
        <translation>Se ve mirando de cerca</translation>
    </message>
    <message>
        <source>Whole in all pictures</source>
        <translation>Entero en todas las imágenes</translation>
    </message>
    <message>
        <source>Damaged after it had left</source>
        <translation>Dañado después de salir</translation>
    </message>
    <message>
        <source>The pictures do not show that side</source>
        <translation>Las imágenes no muestran ese lado</translation>
    </message>
    <message>
        <source>The pictures are too dark or blurred</source>
        <translation>Las imágenes están oscuras o borrosas</translation>
    </message>
    <message>
        <source>There are no pictures any more</source>
        <translation>Ya no hay imágenes</translation>
    </message>
    <message>
        <source>Seen on the returned item</source>
        <translation>Visto en el artículo devuelto</translation>
    </message>
</context>
</TS>
